/** Public JSON of routers (openapi `OpenStackRouter`). */
import { and, asc, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { externalAddress, mappingsOf } from '../base/nat.ts'
import { INTERFACE_OWNERS } from '../base/ports.ts'
import { byUuid, childFields, childSchema, uuidField } from '../base/present.ts'
import { externalNetworks } from '../external-network/table.ts'
import { type PortRow, ports } from '../port/table.ts'
import { subnets } from '../subnet/table.ts'
import type { RouterRow } from './table.ts'

const fixedIp = z.object({ ip_address: z.string(), subnet_id: z.string() }).meta({ id: 'OpenStackFixedIp' })
const route = z.object({ destination: z.string(), nexthop: z.string() }).meta({ id: 'OpenStackStaticRoute' })

const nestedPortSchema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    fixed_ips: z.array(fixedIp),
    mac_address: z.string(),
    subnet: z.url().nullable(),
    subnet_uuid: z.string().nullable(),
    subnet_name: z.string().nullable(),
    subnet_description: z.string().nullable(),
    subnet_cidr: z.string().nullable(),
    allowed_address_pairs: z.array(z.object({ ip_address: z.string(), mac_address: z.string().optional() })),
    device_id: z.string().nullable(),
    device_owner: z.string().nullable(),
    security_groups: z.array(z.record(z.string(), z.unknown())),
  })
  .meta({ id: 'OpenStackNestedPort' })

export const routerSchema = childSchema
  .extend({
    routes: z.array(route),
    fixed_ips: z.array(fixedIp).meta({ description: 'Addresses of the interfaces.' }),
    ports: z.array(nestedPortSchema).meta({ description: 'Interfaces.' }),
    external_network_id: z.string().meta({ description: "The cloud's id; empty without a gateway." }),
    external_network_uuid: z.string().nullable(),
    external_network_name: z.string().nullable(),
    has_external_gateway: z.boolean(),
    enable_snat: z.boolean().nullable(),
    external_fixed_ips: z.array(fixedIp),
    offering_external_ips: z
      .array(z.string())
      .nullable()
      .meta({ description: "The gateway's addresses after the offering's address mapping." }),
  })
  .meta({ id: 'OpenStackRouter' })
export type RouterJson = z.infer<typeof routerSchema>

/** The interfaces of routers, by Neutron's id of the router. One query. */
export const interfacesByRouter = async (backendIds: readonly string[]): Promise<Map<string, PortRow[]>> => {
  const wanted = backendIds.filter(Boolean)
  const found = new Map<string, PortRow[]>()
  if (wanted.length === 0) return found
  const rows = await db
    .select()
    .from(ports)
    .where(and(inArray(ports.deviceId, wanted), inArray(ports.deviceOwner, INTERFACE_OWNERS)))
    .orderBy(asc(ports.createdAt), asc(ports.uuid))
  for (const row of rows) found.set(row.deviceId, [...(found.get(row.deviceId) ?? []), row])
  return found
}

const externalNetworksOf = async (rows: RouterRow[]) => {
  const ids = [...new Set(rows.map((row) => row.externalNetworkId).filter(Boolean))]
  if (ids.length === 0) return new Map<string, { uuid: string; name: string }>()
  const found = await db.select().from(externalNetworks).where(inArray(externalNetworks.backendId, ids))
  return new Map(
    found.map(({ settingsUuid, backendId, uuid, name }) => [`${settingsUuid}/${backendId}`, { uuid, name }]),
  )
}

export const presentRouters = async (rows: RouterRow[], view: View): Promise<RouterJson[]> => {
  const { link, wants } = view
  const [common, interfaces, networkOf, mappings] = await Promise.all([
    childFields(rows, view, { collection: 'openstack-routers', resourceType: 'OpenStack.Router' }),
    interfacesByRouter(wants('ports', 'fixed_ips') ? rows.map((row) => row.backendId) : []),
    externalNetworksOf(wants('external_network_uuid', 'external_network_name') ? rows : []),
    mappingsOf(wants('offering_external_ips') ? rows.map((row) => row.tenantUuid) : []),
  ])
  const attached = [...interfaces.values()].flat()
  const subnetOf = await byUuid(wants('ports') ? attached.map((port) => port.subnetUuid) : [], (list) =>
    db.select().from(subnets).where(inArray(subnets.uuid, list)),
  )
  return rows.map((row, index) => {
    const own = interfaces.get(row.backendId) ?? []
    const network = networkOf.get(`${row.settingsUuid}/${row.externalNetworkId}`)
    const mapping = mappings.get(row.tenantUuid) ?? []
    return {
      ...common[index],
      routes: row.routes,
      fixed_ips: own.flatMap((port) => port.fixedIps),
      ports: own.map((port) => {
        const subnet = port.subnetUuid ? subnetOf.get(port.subnetUuid) : undefined
        return {
          url: link('openstack-ports', port.uuid),
          uuid: port.uuid,
          fixed_ips: port.fixedIps,
          mac_address: port.macAddress,
          subnet: subnet ? link('openstack-subnets', subnet.uuid) : null,
          subnet_uuid: subnet?.uuid ?? null,
          subnet_name: subnet?.name ?? null,
          subnet_description: subnet?.description ?? null,
          subnet_cidr: subnet?.cidr ?? null,
          allowed_address_pairs: port.allowedAddressPairs,
          device_id: port.deviceId || null,
          device_owner: port.deviceOwner || null,
          // Neutron gives the interfaces of routers none.
          security_groups: [],
        }
      }),
      external_network_id: row.externalNetworkId,
      external_network_uuid: network?.uuid ?? null,
      external_network_name: network?.name ?? null,
      has_external_gateway: row.externalNetworkId !== '',
      enable_snat: row.enableSnat,
      external_fixed_ips: row.externalFixedIps,
      offering_external_ips: row.externalFixedIps
        .map((fixed) => externalAddress(mapping, fixed.ip_address))
        .filter(Boolean),
    }
  })
}
