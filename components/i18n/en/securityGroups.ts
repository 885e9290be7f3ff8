export const securityGroups = {
  'securityGroups.title': 'Security groups',
  'securityGroups.one': 'Security group',
  'securityGroups.empty': 'A security group says which traffic may reach your instances.',
  'securityGroups.emptyAction': 'Create from preset',
} as const
