import type { tenants as en } from '../en/tenants.ts'

export const tenants: Record<keyof typeof en, string> = {
  'tenants.title': 'Tenants',
  'tenants.one': 'Tenant',
  'tenants.empty': 'Ein Tenant ist Ihr eigener Bereich in einer Cloud-Region mit eigener Quota.',
  'tenants.emptyAction': 'Tenant bestellen',
}
