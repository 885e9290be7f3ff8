export const serverGroups = {
  'serverGroups.title': 'Server groups',
  'serverGroups.one': 'Server group',
  'serverGroups.empty': 'A server group keeps instances together or apart on hosts.',
  'serverGroups.emptyAction': 'Create server group',
} as const
