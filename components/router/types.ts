import type { Objects } from '../api/schema.gen.ts'
import { COMMON_FIELDS } from '../resource/fields.ts'

export type Router = Objects['openstack-routers']

export const ROUTER_FIELDS = [
  ...COMMON_FIELDS,
  'ports',
  'routes',
  'has_external_gateway',
  'external_network_id',
  'external_network_name',
  'external_fixed_ips',
  'enable_snat',
] as const

export const routerHref = (router: { uuid: string; tenant_uuid: string }, tab = 'overview') =>
  `/t/${router.tenant_uuid}/routers/${router.uuid}/${tab}`

export const ROUTER_TABS = ['overview', 'interfaces', 'routes', 'activity'] as const
export type RouterTab = (typeof ROUTER_TABS)[number]
export const isRouterTab = (text: string): text is RouterTab => (ROUTER_TABS as readonly string[]).includes(text)
