import type { Objects } from '../api/schema.gen.ts'

export type Tenant = Objects['openstack-tenants']

export const TENANT_FIELDS = [
  'description',
  'service_name',
  'service_settings_uuid',
  'quotas',
  'created',
  'modified',
  'confirmed',
  'marketplace_resource_uuid',
  'marketplace_offering_uuid',
  'marketplace_plan_uuid',
  'availability_zone',
  'default_volume_type_name',
] as const
