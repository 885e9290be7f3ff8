export const keys = {
  'keys.title': 'SSH keys',
  'keys.one': 'SSH key',
  'keys.empty': 'A key lets you sign in to instances.',
  'keys.emptyAction': 'Add key',
} as const
