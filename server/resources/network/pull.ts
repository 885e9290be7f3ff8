/** Between Neutron's networks and our rows: one translation, used by jobs and sync. */
import type { CloudSession } from '../../openstack/login.ts'
import { listNetworks, type Network } from '../../openstack/neutron/networks.ts'
import { textFromCloud } from '../base/neutron.ts'
import { type NetworkRow, networks } from './table.ts'

/** Columns that the cloud decides. `row` is ours as it is, when there is one. */
export const columnsFromCloud = (network: Network, row?: Pick<NetworkRow, 'description'>) =>
  ({
    name: network.name || network.id,
    description: textFromCloud(network.description, row?.description),
    runtimeState: network.status,
    isExternal: network['router:external'],
    type: network['provider:network_type'] ?? '',
    segmentationId: network['provider:segmentation_id'] ?? null,
    mtu: network.mtu ?? null,
    portSecurityEnabled: network.port_security_enabled,
  }) satisfies Partial<NetworkRow>

export const networkPull = {
  kind: 'network',
  collection: 'openstack-networks',
  table: networks,
  /** All networks of the cloud, as the provider's account sees them; external ones are not tenants' own. */
  list: ({ neutron }: CloudSession) => listNetworks(neutron),
  columnsFromCloud,
}
