/** Between Neutron's subnets and our rows: one translation, used by jobs and sync. */
import type { CloudSession } from '../../openstack/login.ts'
import { listSubnets, type Subnet } from '../../openstack/neutron/subnets.ts'
import { textFromCloud } from '../base/neutron.ts'
import { type SubnetRow, subnets } from './table.ts'

/**
 * Columns that the cloud decides. `connected`: whether a port of the subnet is a router's, which only the list of ports
 * can tell.
 */
export const columnsFromCloud = (subnet: Subnet, connected: boolean, row?: Pick<SubnetRow, 'description'>) =>
  ({
    name: subnet.name || subnet.id,
    description: textFromCloud(subnet.description, row?.description),
    cidr: subnet.cidr,
    gatewayIp: subnet.gateway_ip,
    disableGateway: subnet.gateway_ip === null,
    ipVersion: subnet.ip_version,
    enableDhcp: subnet.enable_dhcp,
    allocationPools: subnet.allocation_pools,
    dnsNameservers: subnet.dns_nameservers,
    hostRoutes: subnet.host_routes,
    isConnected: connected,
  }) satisfies Partial<SubnetRow>

export const subnetPull = {
  kind: 'subnet',
  collection: 'openstack-subnets',
  table: subnets,
  list: ({ neutron }: CloudSession) => listSubnets(neutron),
  columnsFromCloud,
}
