export const volumes = {
  'volumes.title': 'Volumes',
  'volumes.one': 'Volume',
  'volumes.empty': 'A volume is a disk that outlives the instance it is attached to.',
  'volumes.emptyAction': 'Create volume',
} as const
