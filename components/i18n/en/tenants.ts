export const tenants = {
  'tenants.title': 'Tenants',
  'tenants.one': 'Tenant',
  'tenants.empty': 'A tenant is your private space in a cloud region with its own quota.',
  'tenants.emptyAction': 'Order a tenant',
} as const
