export const floatingIps = {
  'floatingIps.title': 'Floating IPs',
  'floatingIps.one': 'Floating IP',
  'floatingIps.empty': 'A floating IP makes an instance reachable from outside.',
  'floatingIps.emptyAction': 'Allocate',
} as const
