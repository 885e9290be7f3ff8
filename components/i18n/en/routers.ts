export const routers = {
  'routers.title': 'Routers',
  'routers.one': 'Router',
  'routers.empty': 'A router joins your subnets and leads to the outside.',
  'routers.emptyAction': 'Create router',
} as const
