/** What can be read of a router beside its own JSON: networks it could lead to, and where it sends packets. */
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { addressText, contains, parseAddress, parseCidr } from '../base/addresses.ts'
import { externalNetworks } from '../external-network/table.ts'
import { subnets } from '../subnet/table.ts'
import { interfacesByRouter } from './schema.ts'
import type { RouterRow } from './table.ts'

export const availableNetworkSchema = z
  .object({
    backend_id: z.string(),
    name: z.string(),
    description: z.string(),
    source: z.enum(['global', 'rbac']),
    subnets: z.array(z.object({ backend_id: z.string(), name: z.string(), cidr: z.string() })),
  })
  .meta({ id: 'AvailableExternalNetwork' })

/** The provider's catalogue of external networks. */
export const availableNetworks = async (row: RouterRow): Promise<z.infer<typeof availableNetworkSchema>[]> => {
  const rows = await db
    .select()
    .from(externalNetworks)
    .where(eq(externalNetworks.settingsUuid, row.settingsUuid))
    .orderBy(externalNetworks.name, externalNetworks.uuid)
  return rows.map((network) => ({
    backend_id: network.backendId,
    name: network.name,
    description: '',
    source: 'global',
    subnets: network.subnets.map(({ backend_id, name, cidr }) => ({ backend_id, name, cidr })),
  }))
}

export const effectiveRoutesSchema = z
  .object({
    snat: z.boolean().nullable(),
    has_external_gateway: z.boolean(),
    routes: z.array(
      z
        .object({
          destination: z.string(),
          nexthop: z.string().nullable(),
          source: z.enum(['default', 'connected', 'static']),
          subnet_uuid: z.string().nullable().optional(),
          subnet_name: z.string().optional(),
          subnet_cidr: z.string().optional(),
          port_uuid: z.string().nullable().optional(),
          port_backend_id: z.string().optional(),
          ip_on_router: z.string().nullable().optional(),
          gateway_ip_on_router: z.string().nullable().optional(),
          external_network_uuid: z.string().nullable().optional(),
          external_network_name: z.string().optional(),
        })
        .meta({ id: 'EffectiveRoute' }),
    ),
  })
  .meta({ id: 'EffectiveRoutesResponse' })
type EffectiveRoutes = z.infer<typeof effectiveRoutesSchema>
type EffectiveRoute = EffectiveRoutes['routes'][number]

/** The way out, one per external subnet that the gateway has an address of. */
const defaultRoutes = async (row: RouterRow): Promise<EffectiveRoute[]> => {
  if (!row.externalNetworkId) return []
  const [network] = await db
    .select()
    .from(externalNetworks)
    .where(
      and(eq(externalNetworks.settingsUuid, row.settingsUuid), eq(externalNetworks.backendId, row.externalNetworkId)),
    )
  return row.externalFixedIps.map((fixed) => {
    const subnet = network?.subnets.find((one) => one.backend_id === fixed.subnet_id)
    return {
      destination: parseAddress(fixed.ip_address)?.version === 6 ? '::/0' : '0.0.0.0/0',
      nexthop: subnet?.gateway_ip ?? null,
      source: 'default',
      subnet_cidr: subnet?.cidr ?? '',
      subnet_name: subnet?.name ?? '',
      gateway_ip_on_router: fixed.ip_address,
      external_network_uuid: network?.uuid ?? null,
      external_network_name: network?.name ?? '',
    }
  })
}

/** Default, connected and static routes, from the portal's data. */
export const effectiveRoutes = async (row: RouterRow): Promise<EffectiveRoutes> => {
  const own = (await interfacesByRouter([row.backendId])).get(row.backendId) ?? []
  const uuids = own.flatMap((port) => port.subnetUuid ?? [])
  const joined = uuids.length > 0 ? await db.select().from(subnets).where(inArray(subnets.uuid, uuids)) : []
  const connected = own.flatMap((port) =>
    port.fixedIps.map((fixed): EffectiveRoute => {
      const subnet = joined.find((one) => one.backendId === fixed.subnet_id)
      return {
        destination: subnet?.cidr ?? fixed.ip_address,
        nexthop: null,
        source: 'connected',
        subnet_uuid: subnet?.uuid ?? null,
        subnet_name: subnet?.name ?? '',
        subnet_cidr: subnet?.cidr ?? '',
        port_uuid: port.uuid,
        port_backend_id: port.backendId,
        ip_on_router: fixed.ip_address,
      }
    }),
  )
  const fixed = row.routes.map((route): EffectiveRoute => {
    const hop = parseAddress(route.nexthop)
    const by = connected.find(({ subnet_cidr }) => subnet_cidr && contains(parseCidr(subnet_cidr)!, hop))
    return {
      destination: route.destination,
      nexthop: hop ? addressText(hop.version, hop.value) : route.nexthop,
      source: 'static',
      subnet_uuid: by?.subnet_uuid ?? null,
      subnet_name: by?.subnet_name ?? '',
      subnet_cidr: by?.subnet_cidr ?? '',
      port_uuid: by?.port_uuid ?? null,
      ip_on_router: by?.ip_on_router ?? null,
    }
  })
  return {
    snat: row.enableSnat,
    has_external_gateway: row.externalNetworkId !== '',
    routes: [...(await defaultRoutes(row)), ...connected, ...fixed],
  }
}
