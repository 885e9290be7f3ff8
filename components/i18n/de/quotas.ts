import type { quotas as en } from '../en/quotas.ts'

export const quotas: Record<keyof typeof en, string> = {
  'quotas.title': 'Quotas',
}
