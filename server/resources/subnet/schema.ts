/** Public JSON of subnets (openapi `OpenStackSubNet`). */
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { byUuid, childFields, childSchema } from '../base/present.ts'
import { networks } from '../network/table.ts'
import type { SubnetRow } from './table.ts'

const pool = z.object({ start: z.string(), end: z.string() }).meta({ id: 'OpenStackSubNetAllocationPool' })
const route = z.object({ destination: z.string(), nexthop: z.string() }).meta({ id: 'OpenStackStaticRoute' })

export const subnetSchema = childSchema
  .extend({
    network: z.url(),
    network_name: z.string(),
    cidr: z.string(),
    gateway_ip: z.string().nullable(),
    disable_gateway: z.boolean(),
    allocation_pools: z.array(pool),
    ip_version: z.int().meta({ description: '4 or 6.' }),
    enable_dhcp: z.boolean(),
    dns_nameservers: z.array(z.string()),
    host_routes: z.array(route),
    is_connected: z.boolean().meta({ description: 'Whether a router has an interface in it.' }),
    port_security_enabled: z.boolean().meta({ description: "The network's." }),
  })
  .meta({ id: 'OpenStackSubNet' })
export type SubnetJson = z.infer<typeof subnetSchema>

export const presentSubnets = async (rows: SubnetRow[], view: View): Promise<SubnetJson[]> => {
  const { link, wants } = view
  const [common, networkOf] = await Promise.all([
    childFields(rows, view, { collection: 'openstack-subnets', resourceType: 'OpenStack.SubNet' }),
    byUuid(wants('network_name', 'port_security_enabled') ? rows.map((row) => row.networkUuid) : [], (list) =>
      db
        .select({ uuid: networks.uuid, name: networks.name, portSecurityEnabled: networks.portSecurityEnabled })
        .from(networks)
        .where(inArray(networks.uuid, list)),
    ),
  ])
  return rows.map((row, index) => {
    const network = networkOf.get(row.networkUuid)
    return {
      ...common[index],
      network: link('openstack-networks', row.networkUuid),
      network_name: network?.name ?? '',
      cidr: row.cidr,
      gateway_ip: row.gatewayIp,
      disable_gateway: row.disableGateway,
      allocation_pools: row.allocationPools,
      ip_version: row.ipVersion,
      enable_dhcp: row.enableDhcp,
      dns_nameservers: row.dnsNameservers,
      host_routes: row.hostRoutes,
      is_connected: row.isConnected,
      port_security_enabled: network?.portSecurityEnabled ?? true,
    }
  })
}
