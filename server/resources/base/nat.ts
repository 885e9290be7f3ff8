/**
 * Public addresses behind a NAT of the provider's: the offering's secret option `ipv4_external_ip_mapping`. Source:
 * contract 4.8.
 */
import { eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { decrypt } from '../../secrets.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { offerings } from '../offering/table.ts'
import { contains, parseAddress, parseCidr } from './addresses.ts'

const mappingSchema = z.array(z.object({ floating_ip: z.string(), external_ip: z.string() }))
export type NatMapping = z.infer<typeof mappingSchema>

/** The mapping in an offering's decrypted secret options; none when it is absent or not of the right shape. */
export const mappingIn = (secretOptions: Record<string, unknown>): NatMapping => {
  const parsed = mappingSchema.safeParse(secretOptions.ipv4_external_ip_mapping)
  return parsed.success ? parsed.data : []
}

/**
 * The address by which the outside reaches `address`: the first three octets of the mapping's `external_ip` and the last
 * of the address itself; empty when no range holds it.
 */
export const externalAddress = (mapping: NatMapping, address: string): string => {
  const parsed = parseAddress(address)
  if (parsed?.version !== 4) return ''
  for (const { floating_ip, external_ip } of mapping) {
    const range = parseCidr(floating_ip)
    const outside = external_ip.split('/')[0].split('.')
    if (!range || outside.length !== 4 || !contains(range, parsed)) continue
    return [...outside.slice(0, 3), address.split('.')[3]].join('.')
  }
  return ''
}

/** The mappings of tenants, by uuid: of the offerings that they were ordered from. One query. */
export const mappingsOf = async (tenantUuids: readonly string[]): Promise<Map<string, NatMapping>> => {
  const wanted = [...new Set(tenantUuids)]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .select({ tenantUuid: marketplaceResources.scopeUuid, sealed: offerings.secretOptions })
    .from(marketplaceResources)
    .innerJoin(offerings, eq(offerings.uuid, marketplaceResources.offeringUuid))
    .where(inArray(marketplaceResources.scopeUuid, wanted))
  const found = new Map<string, NatMapping>()
  for (const { tenantUuid, sealed } of rows)
    if (tenantUuid && sealed) found.set(tenantUuid, mappingIn(JSON.parse(decrypt(sealed)) as Record<string, unknown>))
  return found
}

export const mappingOf = async (tenantUuid: string): Promise<NatMapping> =>
  (await mappingsOf([tenantUuid])).get(tenantUuid) ?? []
