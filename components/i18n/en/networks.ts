export const networks = {
  'networks.title': 'Networks',
  'networks.one': 'Network',
  'networks.empty': 'A network connects your instances; add a subnet to give them addresses.',
  'networks.emptyAction': 'Create network',
} as const
