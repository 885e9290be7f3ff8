/** What the shared columns read, beside what every list asks for. Apart from them: pages on the server name it, too. */
export const COMMON_FIELDS = ['created', 'modified', 'tenant_uuid', 'tenant_name', 'backend_id', 'description'] as const
