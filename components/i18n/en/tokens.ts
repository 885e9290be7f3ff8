export const tokens = {
  'tokens.title': 'API tokens',
  'tokens.one': 'API token',
  'tokens.empty': 'A token lets programs use the portal.',
  'tokens.emptyAction': 'Create token',
} as const
