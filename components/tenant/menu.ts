import { Pencil, RefreshCw, Scale, Trash2 } from 'lucide-react'
import { permission } from '../api/access.gen.ts'
import { menuFor } from '../resource/actions'

export const tenantMenu = menuFor('openstack-tenants', [
  { action: 'pull', label: 'tenants.pull', icon: RefreshCw, visible: true },
  {
    action: 'update',
    label: 'tenants.edit',
    icon: Pencil,
    group: 'tenants.groupChange',
    dialog: async () => (await import('./edit')).EditTenantDialog,
  },
  {
    // Limits are an order on the tenant's marketplace resource: whoever sees the tenant's quotas may ask.
    action: 'quotas',
    id: 'change_limits',
    label: 'tenants.limits',
    icon: Scale,
    group: 'tenants.groupChange',
    needs: () => permission('RESOURCE.SET_LIMITS'),
    reason: (tenant, t) =>
      tenant.state !== 'OK' ? t('tenants.notOk') : tenant.marketplace_resource_uuid ? null : t('tenants.limitsNone'),
    dialog: async () => (await import('./change-limits')).ChangeLimitsDialog,
  },
  { action: 'pull_quotas', label: 'quotas.pull', icon: RefreshCw, group: 'tenants.groupChange' },
  {
    action: 'destroy',
    id: 'terminate',
    label: 'tenants.terminate',
    icon: Trash2,
    group: 'tenants.groupDanger',
    danger: true,
    dialog: async () => (await import('./terminate')).TerminateTenantDialog,
  },
])
