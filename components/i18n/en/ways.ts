export const ways = {
  'ways.otherFlavor': 'Try another flavor or zone',
  'ways.largerDisk': 'Choose a larger disk or flavor',
  'ways.requestMore': 'Request more',
  'ways.showUsers': 'Show who uses it',
  'ways.addresses': 'Release an address',
  'ways.router': 'Create or connect a router',
  'ways.ports': 'Show ports',
  'ways.volumes': 'Show volumes',
  'ways.check': 'Check again',
  'ways.remove': 'Remove from the portal',
  'ways.connection': 'Open the connection',
  'ways.ask': 'The operators of this cloud have to mend its connection. Send them the details.',
} as const
