import { k } from '../../../db/columns.ts'
import { propertyColumns } from '../base/properties.ts'

export type ExternalSubnet = {
  backend_id: string
  name: string
  cidr: string
  gateway_ip: string | null
  ip_version: number
  allocation_pools: { start: string; end: string }[]
}

export const externalNetworks = k.table(
  'external_networks',
  {
    ...propertyColumns(),
    isShared: k.bool('is_shared').notNull().default(false),
    isDefault: k.bool('is_default').notNull().default(false),
    status: k.text('status').notNull().default(''),
    subnets: k.json<ExternalSubnet[]>('subnets').notNull().default([]),
  },
  (t) => [k.uniqueIndex('external_networks_backend').on(t.settingsUuid, t.backendId)],
)
export type ExternalNetworkRow = typeof externalNetworks.$inferSelect
