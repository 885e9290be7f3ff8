import type { Objects } from '../api/schema.gen.ts'
import { COMMON_FIELDS } from '../resource/fields.ts'

export type FloatingIp = Objects['openstack-floating-ips']

/** What lists ask for: columns, and what the rules of the menu look at. */
export const FLOATING_IP_FIELDS = [
  ...COMMON_FIELDS,
  'address',
  'external_address',
  'port',
  'port_fixed_ips',
  'instance_uuid',
  'instance_name',
  'backend_network_id',
] as const

/** How people call it: by its address, once the cloud has given one. */
export const addressOf = (floatingIp: { address?: string | null; name: string }): string =>
  floatingIp.address || floatingIp.name
