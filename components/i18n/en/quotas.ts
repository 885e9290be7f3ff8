export const quotas = {
  'quotas.title': 'Quotas',
} as const
