export const snapshots = {
  'snapshots.title': 'Snapshots',
  'snapshots.one': 'Snapshot',
  'snapshots.empty': 'A snapshot keeps a volume as it was at one moment.',
  'snapshots.emptyAction': 'Choose a volume',
} as const
