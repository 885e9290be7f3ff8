import { k } from '../../../db/columns.ts'
import { resourceColumns } from '../base/columns.ts'

export type AllocationPool = { start: string; end: string }
export type HostRoute = { destination: string; nexthop: string }

export const subnets = k.table(
  'subnets',
  {
    ...resourceColumns(),
    networkUuid: k.text('network_uuid').notNull(),
    cidr: k.text('cidr').notNull(),
    gatewayIp: k.text('gateway_ip'),
    disableGateway: k.bool('disable_gateway').notNull().default(false),
    ipVersion: k.int('ip_version').notNull().default(4),
    enableDhcp: k.bool('enable_dhcp').notNull().default(true),
    allocationPools: k.json<AllocationPool[]>('allocation_pools').notNull().default([]),
    dnsNameservers: k.json<string[]>('dns_nameservers').notNull().default([]),
    hostRoutes: k.json<HostRoute[]>('host_routes').notNull().default([]),
    /** Whether a router has an interface in it. */
    isConnected: k.bool('is_connected').notNull().default(false),
  },
  (t) => [
    k.index('subnets_tenant').on(t.tenantUuid),
    k.index('subnets_network').on(t.networkUuid),
    k.index('subnets_backend').on(t.backendId),
  ],
)
export type SubnetRow = typeof subnets.$inferSelect
