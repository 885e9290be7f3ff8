import { k } from '../../../db/columns.ts'
import { resourceColumns } from '../base/columns.ts'

export type ExternalFixedIp = { ip_address: string; subnet_id: string }
export type Route = { destination: string; nexthop: string }

/** Interfaces are rows of `ports` whose `deviceId` is the router. */
export const routers = k.table(
  'routers',
  {
    ...resourceColumns(),
    /** Neutron id of the gateway's network; empty without a gateway. */
    externalNetworkId: k.text('external_network_id').notNull().default(''),
    enableSnat: k.bool('enable_snat'),
    externalFixedIps: k.json<ExternalFixedIp[]>('external_fixed_ips').notNull().default([]),
    routes: k.json<Route[]>('routes').notNull().default([]),
  },
  (t) => [k.index('routers_tenant').on(t.tenantUuid), k.index('routers_backend').on(t.backendId)],
)
export type RouterRow = typeof routers.$inferSelect
