/** Ports. Source: contract 4.8. */
import { eq, inArray, ne, sql } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { defineResource } from '../../api/define.ts'
import { boolean, byUuid, containsAny, exact, holds, notAmong, uuidOf } from '../../api/filters.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { scopeOfChild } from '../base/children.ts'
import { commonFilters, commonOrderings, tenantFilters } from '../base/filters.ts'
import { instances } from '../instance/table.ts'
import { networks } from '../network/table.ts'
import { subnets } from '../subnet/table.ts'
import { destroyPortAction, portActions, updatePortAction } from './actions.ts'
import { createPortRoute } from './create.ts'
import { portJobs } from './jobs.ts'
import { portSchema, presentPorts } from './schema.ts'
import { portSync } from './sync.ts'
import { portSecurityGroups, ports } from './table.ts'

const networkName = sql`(select ${networks.name} from ${networks} where ${networks.uuid} = ${ports.networkUuid})`
const subnetName = sql`(select ${subnets.name} from ${subnets} where ${subnets.uuid} = ${ports.subnetUuid})`
const instanceName = sql`(select ${instances.name} from ${instances} where ${instances.uuid} = ${ports.instanceUuid})`

export { instancePortActions } from './instance-actions.ts'

export const portResource = defineResource({
  path: 'openstack-ports',
  model: 'Port',
  resourceType: 'OpenStack.Port',
  summary: 'Ports',
  table: ports,
  schema: portSchema,
  visible: (actor) => visibleByScope(actor, ports),
  present: presentPorts,
  scopeOf: scopeOfChild,
  list: true,
  retrieve: true,
  update: updatePortAction,
  destroy: destroyPortAction,
  filters: {
    ...commonFilters(ports),
    ...tenantFilters(ports),
    network_name: { description: "Part of the network's name.", where: ([text]) => holds(networkName, text) },
    network_uuid: uuidOf(ports.networkUuid, 'Network.'),
    instance_uuid: byUuid('Instance.', (uuid) => eq(ports.instanceUuid, uuid)),
    security_group_uuid: byUuid('Security group it bears.', (uuid) =>
      inArray(
        ports.uuid,
        db
          .select({ uuid: portSecurityGroups.portUuid })
          .from(portSecurityGroups)
          .where(eq(portSecurityGroups.securityGroupUuid, uuid)),
      ),
    ),
    fixed_ips: {
      description: 'Part of a fixed address.',
      where: ([text]) => holds(sql`cast(${ports.fixedIps} as text)`, text),
    },
    has_device_owner: boolean((owned) => (owned ? ne(ports.deviceOwner, '') : eq(ports.deviceOwner, ''))),
    exclude_subnet_uuids: notAmong(ports.subnetUuid),
    query: containsAny('Part of name, MAC or id in the cloud.', ports.name, ports.macAddress, ports.backendId),
    status: exact(ports.runtimeState, 'Neutron status.'),
    mac_address: exact(ports.macAddress),
    admin_state_up: boolean(ports.adminStateUp),
    device_owner: exact(ports.deviceOwner),
    device_id: exact(ports.deviceId),
  },
  orderings: {
    ...commonOrderings(ports),
    mac_address: ports.macAddress,
    device_owner: ports.deviceOwner,
    admin_state_up: ports.adminStateUp,
    status: ports.runtimeState,
    network_name: networkName,
    subnet_name: subnetName,
    instance_name: instanceName,
  },
  defaultOrder: [networkName, ports.name],
  actions: portActions,
  routes: [createPortRoute],
  jobs: portJobs,
  sync: portSync,
})
