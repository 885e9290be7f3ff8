export const subnets = {
  'subnets.title': 'Subnets',
  'subnets.one': 'Subnet',
  'subnets.empty': 'A subnet gives the instances of a network their addresses.',
  'subnets.emptyAction': 'Create subnet',
} as const
