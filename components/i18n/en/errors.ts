export const errors = {
  'errors.title': 'Errors',
} as const
