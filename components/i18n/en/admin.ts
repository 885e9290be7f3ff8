export const admin = {
  'admin.title': 'Platform',
} as const
