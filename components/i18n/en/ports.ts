export const ports = {
  'ports.title': 'Ports',
  'ports.one': 'Port',
  'ports.empty': 'A port joins an instance or a router to a network.',
  'ports.emptyAction': 'Create port',
} as const
