import type { snapshots as en } from '../en/snapshots.ts'

export const snapshots: Record<keyof typeof en, string> = {
  'snapshots.title': 'Snapshots',
  'snapshots.one': 'Snapshot',
  'snapshots.empty': 'Ein Snapshot bewahrt ein Volume, wie es zu einem Zeitpunkt war.',
  'snapshots.emptyAction': 'Volume wählen',
}
