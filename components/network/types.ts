import type { Objects } from '../api/schema.gen.ts'
import { COMMON_FIELDS } from '../resource/fields.ts'

export type Network = Objects['openstack-networks']
export type Subnet = Objects['openstack-subnets']
export type Port = Objects['openstack-ports']

export const NETWORK_FIELDS = [...COMMON_FIELDS, 'subnets', 'mtu', 'is_external', 'port_security_enabled'] as const

export const networkHref = (network: { uuid: string; tenant_uuid: string }, tab = 'overview') =>
  `/t/${network.tenant_uuid}/networks/${network.uuid}/${tab}`

export const NETWORK_TABS = ['overview', 'subnets', 'ports', 'activity'] as const
export type NetworkTab = (typeof NETWORK_TABS)[number]
export const isNetworkTab = (text: string): text is NetworkTab => (NETWORK_TABS as readonly string[]).includes(text)
