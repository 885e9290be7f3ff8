import type { activity as en } from '../en/activity.ts'

export const activity: Record<keyof typeof en, string> = {
  'activity.title': 'Aktivität',
  'activity.overview': 'Übersicht',
  'activity.events': 'Was geschah',
  'activity.empty': 'Noch nichts aufgezeichnet.',
  'activity.pull': 'Aus der Cloud lesen',
  'activity.pulled': 'Von der Cloud bestätigt',
  'activity.ordered': '{name}: Die Bestellung wartet auf Genehmigung.',
  'activity.deleteEffect': 'Es wird endgültig aus der Cloud entfernt.',
  'activity.blockers': 'Was im Weg steht',
  'activity.more': '{count, plural, one {und eines mehr} other {und # mehr}}',
}
