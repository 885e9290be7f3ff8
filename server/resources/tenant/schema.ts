/** A tenant's public JSON (contract 4.1, 4.2). */
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { neighbourhoodOf } from '../../clouds.ts'
import { byQuotaName } from '../../quotas/names.ts'
import { type QuotaRow, quotas } from '../../quotas/table.ts'
import { decrypt } from '../../secrets.ts'
import { getSetting } from '../../settings/settings.ts'
import { commonFields, commonSchema } from '../base/present.ts'
import { externalNetworks } from '../external-network/table.ts'
import type { TenantRow } from './table.ts'

export const quotaSchema = z
  .object({
    name: z.string(),
    usage: z.int().meta({ description: 'What OpenStack counts, and what running jobs have reserved.' }),
    limit: z.int().meta({ description: '-1: none.' }),
    reserved: z.int().meta({ description: 'Part of `usage` that running jobs have reserved.' }),
  })
  .meta({ id: 'Quota' })

export const tenantSchema = commonSchema
  .omit({ access_url: true })
  .extend({
    availability_zone: z.string(),
    internal_network_id: z.string(),
    external_network_id: z.string(),
    external_network_ref_uuid: z.string().nullable(),
    external_network_ref_name: z.string(),
    access_url: z.string().optional(),
    user_username: z.string().optional().meta({ description: 'Only where tenant credentials are shown.' }),
    user_password: z.string().optional().meta({ description: 'Only where tenant credentials are shown.' }),
    quotas: z.array(quotaSchema),
    default_volume_type_name: z.string(),
    skip_creation_of_default_router: z.boolean(),
  })
  .meta({ id: 'OpenStackTenant' })
export type TenantJson = z.infer<typeof tenantSchema>

/** `usage` moves at once: it contains what running jobs have reserved. */
export const presentQuota = ({ name, usage, reserved, limit }: QuotaRow): z.infer<typeof quotaSchema> => ({
  name,
  usage: Math.max(0, usage + reserved),
  limit,
  reserved,
})

export const quotasOf = async (tenantUuids: string[]): Promise<Map<string, QuotaRow[]>> => {
  const found = new Map<string, QuotaRow[]>()
  if (tenantUuids.length === 0) return found
  for (const row of await db.select().from(quotas).where(inArray(quotas.tenantUuid, tenantUuids)))
    found.set(row.tenantUuid, [...(found.get(row.tenantUuid) ?? []), row])
  for (const rows of found.values()) rows.sort(byQuotaName)
  return found
}

const CREDENTIALS = ['user_username', 'user_password', 'access_url']

export const presentTenants = async (rows: TenantRow[], view: View): Promise<TenantJson[]> => {
  const { wants } = view
  const ids = rows.map((row) => row.externalNetworkId).filter(Boolean)
  const [common, quotaRows, outside, showsCredentials] = await Promise.all([
    commonFields(rows, view, { collection: 'openstack-tenants', resourceType: 'OpenStack.Tenant' }),
    quotasOf(wants('quotas') ? rows.map((row) => row.uuid) : []),
    wants('external_network_ref_uuid', 'external_network_ref_name') && ids.length > 0
      ? db.select().from(externalNetworks).where(inArray(externalNetworks.backendId, ids))
      : [],
    wants(...CREDENTIALS) && getSetting('TENANT_CREDENTIALS_VISIBLE'),
  ])
  const dashboards = new Map<string, string>()
  if (showsCredentials && wants('access_url'))
    for (const uuid of new Set(rows.map((row) => row.settingsUuid)))
      dashboards.set(uuid, (await neighbourhoodOf(uuid)).dashboardUrl)
  return rows.map((row, index) => {
    const { access_url: _, ...fields } = common[index]
    const network = outside.find(
      (one) => one.backendId === row.externalNetworkId && one.settingsUuid === row.settingsUuid,
    )
    return {
      ...fields,
      availability_zone: row.availabilityZone,
      internal_network_id: row.internalNetworkId,
      external_network_id: row.externalNetworkId,
      external_network_ref_uuid: network?.uuid ?? null,
      external_network_ref_name: network?.name ?? '',
      ...(showsCredentials && {
        access_url: dashboards.get(row.settingsUuid) ?? '',
        user_username: row.userUsername,
        user_password: row.userPassword ? decrypt(row.userPassword) : '',
      }),
      quotas: (quotaRows.get(row.uuid) ?? []).map(presentQuota),
      default_volume_type_name: row.defaultVolumeTypeName,
      skip_creation_of_default_router: row.skipCreationOfDefaultRouter,
    }
  })
}
