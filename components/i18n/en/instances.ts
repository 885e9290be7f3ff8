export const instances = {
  'instances.title': 'Instances',
  'instances.one': 'Instance',
  'instances.empty': 'An instance is a virtual machine. You need an image, a flavor and a network.',
  'instances.emptyAction': 'Create instance',
} as const
