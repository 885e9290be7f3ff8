export const audit = {
  'audit.title': 'Audit log',
  'audit.one': 'Event',
  'audit.empty': 'Nothing is recorded yet.',
  'audit.emptyAction': 'Refresh',
} as const
