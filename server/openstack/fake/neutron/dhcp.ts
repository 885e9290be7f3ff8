/** What DHCP agents do by themselves. */
import type { Cloud } from '../cloud.ts'
import { nextFree, slaacAddress } from './addresses.ts'
import { isSlaac, portsOf, subnetsOf, takenOn } from './allocation.ts'
import { addPort, deletePortRow } from './ports.ts'

/** The DHCP agent's port: there while a subnet with DHCP is, with an address in each. */
export function syncDhcpPort(cloud: Cloud, networkId: string): void {
  const network = cloud.state.networks.get(networkId)
  if (!network || network.external) return
  const subnets = subnetsOf(cloud, networkId).filter((subnet) => subnet.enable_dhcp)
  const port = portsOf(cloud, networkId).find((row) => row.device_owner === 'network:dhcp')
  if (subnets.length === 0) {
    if (port) deletePortRow(cloud, port)
    return
  }
  const row =
    port ??
    addPort(cloud, network, {
      project_id: network.project_id,
      device_id: `dhcp${networkId}-${networkId}`,
      device_owner: 'network:dhcp',
      host_id: 'compute1',
      status: 'ACTIVE',
    })
  const kept = row.fixed_ips.filter((ip) => subnets.some((subnet) => subnet.id === ip.subnet_id))
  for (const subnet of subnets) {
    if (kept.some((ip) => ip.subnet_id === subnet.id)) continue
    const free = isSlaac(subnet) ? slaacAddress(subnet.cidr, row.mac_address) : nextFree(subnet, takenOn(cloud, subnet))
    if (free) kept.push({ subnet_id: subnet.id, ip_address: free })
  }
  row.fixed_ips = kept
}
