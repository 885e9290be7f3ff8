/** Public JSON of networks (openapi `OpenStackNetwork`). */
import { asc, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { childFields, childSchema, uuidField } from '../base/present.ts'
import { type SubnetRow, subnets } from '../subnet/table.ts'
import type { NetworkRow } from './table.ts'

const nestedSubnetSchema = z
  .object({
    uuid: uuidField,
    name: z.string(),
    description: z.string(),
    cidr: z.string(),
    gateway_ip: z.string().nullable(),
    allocation_pools: z.array(z.object({ start: z.string(), end: z.string() })),
    ip_version: z.int(),
    enable_dhcp: z.boolean(),
    port_security_enabled: z.boolean().meta({ description: "The network's." }),
  })
  .meta({ id: 'OpenStackNestedSubNet' })

export const networkSchema = childSchema
  .extend({
    is_external: z.boolean(),
    type: z.string().meta({ description: 'Neutron network type: vlan, vxlan, geneve, flat.' }),
    segmentation_id: z.int().nullable().meta({ description: 'VLAN or tunnel number; only staff and support see it.' }),
    subnets: z.array(nestedSubnetSchema),
    mtu: z.int().nullable().meta({ description: 'Bytes.' }),
    rbac_policies: z.array(z.record(z.string(), z.unknown())).meta({ description: 'With whom the network is shared.' }),
    port_security_enabled: z.boolean(),
  })
  .meta({ id: 'OpenStackNetwork' })
export type NetworkJson = z.infer<typeof networkSchema>

const subnetsOf = async (networkUuids: string[]): Promise<Map<string, SubnetRow[]>> => {
  const found = new Map<string, SubnetRow[]>()
  if (networkUuids.length === 0) return found
  const rows = await db
    .select()
    .from(subnets)
    .where(inArray(subnets.networkUuid, networkUuids))
    .orderBy(asc(subnets.createdAt), asc(subnets.uuid))
  for (const row of rows) found.set(row.networkUuid, [...(found.get(row.networkUuid) ?? []), row])
  return found
}

export const presentNetworks = async (rows: NetworkRow[], view: View): Promise<NetworkJson[]> => {
  const seesSegments = Boolean(view.actor?.isStaff || view.actor?.isSupport)
  const [common, below] = await Promise.all([
    childFields(rows, view, { collection: 'openstack-networks', resourceType: 'OpenStack.Network' }),
    subnetsOf(view.wants('subnets') ? rows.map((row) => row.uuid) : []),
  ])
  return rows.map((row, index) => ({
    ...common[index],
    is_external: row.isExternal,
    type: row.type,
    segmentation_id: seesSegments ? row.segmentationId : null,
    subnets: (below.get(row.uuid) ?? []).map((subnet) => ({
      uuid: subnet.uuid,
      name: subnet.name,
      description: subnet.description,
      cidr: subnet.cidr,
      gateway_ip: subnet.gatewayIp,
      allocation_pools: subnet.allocationPools,
      ip_version: subnet.ipVersion,
      enable_dhcp: subnet.enableDhcp,
      port_security_enabled: row.portSecurityEnabled,
    })),
    mtu: row.mtu,
    rbac_policies: [],
    port_security_enabled: row.portSecurityEnabled,
  }))
}
