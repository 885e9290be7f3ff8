/** The resource types of the portal. A new type is a folder in `resources/` and a line here. */
import type { AnyResource, Registry } from './api/define.ts'
import { instanceZoneResource, volumeZoneResource } from './resources/availability-zone/index.ts'
import { categoryResource } from './resources/category/index.ts'
import { configurationResource, overrideSettingsResource, versionResource } from './resources/configuration/index.ts'
import { connectionTestResource } from './resources/connection-test/index.ts'
import { consoleTicketResource } from './resources/console-ticket/index.ts'
import { customerResource } from './resources/customer/index.ts'
import { driftResource } from './resources/drift/index.ts'
import { eventResource } from './resources/event/index.ts'
import { externalNetworkResource } from './resources/external-network/index.ts'
import { flavorResource } from './resources/flavor/index.ts'
import { floatingIpResource, tenantFloatingIpActions } from './resources/floating-ip/index.ts'
import { imageResource } from './resources/image/index.ts'
import { instanceResource } from './resources/instance/index.ts'
import { jobResource } from './resources/job/index.ts'
import { leftoverResource } from './resources/leftover/index.ts'
import { marketplaceResourceResource } from './resources/marketplace-resource/index.ts'
import { networkResource, tenantNetworkActions } from './resources/network/index.ts'
import { planResource } from './resources/offering/plan.ts'
import { providedOfferingResource } from './resources/offering/provided.ts'
import { publicOfferingResource } from './resources/offering/public.ts'
import { orderResource } from './resources/order/index.ts'
import { instancePortActions, portResource } from './resources/port/index.ts'
import { preflightResource } from './resources/preflight/index.ts'
import { projectResource } from './resources/project/index.ts'
import { providerResource } from './resources/provider/index.ts'
import { roleResource } from './resources/role/index.ts'
import { routerResource } from './resources/router/index.ts'
import { scheduleResource } from './resources/schedule/index.ts'
import { securityGroupResource, tenantSecurityGroupActions } from './resources/security-group/index.ts'
import { snapshotResource, volumeSnapshotActions } from './resources/snapshot/index.ts'
import { sshKeyResource } from './resources/ssh-key/index.ts'
import { networkSubnetActions, subnetResource } from './resources/subnet/index.ts'
import { summaryResource } from './resources/summary/index.ts'
import { syncRunResource } from './resources/sync-run/index.ts'
import { tenantResource } from './resources/tenant/index.ts'
import { personalTokenResource } from './resources/token/personal.ts'
import { signInTokenResource } from './resources/token/sign-in.ts'
import { userResource } from './resources/user/index.ts'
import { instanceVolumeActions, snapshotVolumeActions, volumeResource } from './resources/volume/index.ts'
import { volumeTypeResource } from './resources/volume-type/index.ts'

/** A type knows of another one only its table, so what is made below a parent joins the parent's actions here. */
const withActions = (def: AnyResource, ...more: NonNullable<AnyResource['actions']>[]): AnyResource => ({
  ...def,
  actions: Object.assign({}, def.actions, ...more),
})

export const registry: Registry = [
  userResource,
  customerResource,
  projectResource,
  roleResource,
  sshKeyResource,
  personalTokenResource,
  signInTokenResource,
  eventResource,
  versionResource,
  configurationResource,
  overrideSettingsResource,
  withActions(tenantResource, tenantNetworkActions, tenantFloatingIpActions, tenantSecurityGroupActions),
  instanceZoneResource,
  volumeZoneResource,
  categoryResource,
  externalNetworkResource,
  flavorResource,
  imageResource,
  marketplaceResourceResource,
  planResource,
  providedOfferingResource,
  publicOfferingResource,
  orderResource,
  providerResource,
  connectionTestResource,
  volumeTypeResource,
  withActions(instanceResource, instanceVolumeActions, instancePortActions),
  withActions(volumeResource, volumeSnapshotActions),
  withActions(snapshotResource, snapshotVolumeActions),
  withActions(networkResource, networkSubnetActions),
  subnetResource,
  routerResource,
  portResource,
  floatingIpResource,
  securityGroupResource,
  consoleTicketResource,
  jobResource(() => registry),
  syncRunResource,
  scheduleResource,
  driftResource(() => registry),
  leftoverResource,
  preflightResource,
  summaryResource(() => registry),
]
