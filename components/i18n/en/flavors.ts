export const flavors = {
  'flavors.title': 'Flavors',
  'flavors.one': 'Flavor',
  'flavors.empty': 'A flavor sets vCPU, RAM and disk of an instance. The provider publishes flavors here.',
  'flavors.emptyAction': 'Refresh',
} as const
