/** What the shared columns read, beside what every list asks for. Apart from them: pages on the server name it, too. */
export const COMMON_FIELDS = ['created', 'modified', 'tenant_uuid', 'tenant_name', 'backend_id', 'description'] as const

/** What every list asks for: the rules of all menus look at it. */
export const ALWAYS_FIELDS = [
  'uuid',
  'name',
  'state',
  'runtime_state',
  'action',
  'project_uuid',
  'customer_uuid',
  'error_message',
  'confirmed',
] as const
