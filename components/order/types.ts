import type { Objects } from '../api/schema.gen.ts'
import type { MessageKey } from '../i18n/core.ts'

export type Order = Objects['marketplace-orders']

/** What the list and its menu read. */
export const ORDER_FIELDS = [
  'slug',
  'type',
  'resource_name',
  'resource_uuid',
  'offering_name',
  'offering_type',
  'offering_uuid',
  'offering_shared',
  'project_name',
  'provider_uuid',
  'provider_name',
  'created',
  'modified',
  'created_by_full_name',
  'created_by_username',
  'consumer_reviewed_by_full_name',
  'consumer_reviewed_at',
  'start_date',
  'cost',
] as const

export const TYPE_LABELS: Record<Order['type'], MessageKey> = {
  Create: 'orders.typeCreate',
  Update: 'orders.typeUpdate',
  Terminate: 'orders.typeTerminate',
  Restore: 'orders.typeRestore',
}

export const isPending = ({ state }: Pick<Order, 'state'>): boolean => state.startsWith('pending')
export const orderHref = ({ project_uuid, uuid }: Pick<Order, 'project_uuid' | 'uuid'>): string =>
  `/p/${project_uuid}/orders/${uuid}`
