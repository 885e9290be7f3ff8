import type { Objects } from '../api/schema.gen.ts'

export type Instance = Objects['openstack-instances']

/** What lists ask for: fewer fields make a faster list. */
export const LIST_FIELDS = [
  'image_name',
  'flavor_name',
  'cores',
  'ram',
  'disk',
  'internal_ips',
  'external_ips',
  'created',
  'modified',
  'tenant_uuid',
  'tenant_name',
  'backend_id',
  'key_name',
  'availability_zone_name',
  'hypervisor_hostname',
  'marketplace_resource_uuid',
] as const

export const instanceHref = (instance: { uuid: string; tenant_uuid: string }, tab = 'overview') =>
  `/t/${instance.tenant_uuid}/instances/${instance.uuid}/${tab}`
