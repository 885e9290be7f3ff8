import type { errors as en } from '../en/errors.ts'

export const errors: Record<keyof typeof en, string> = {
  'errors.title': 'Etwas ist schiefgegangen',
  'errors.text': 'Das Portal konnte diese Seite nicht zeigen. Nichts, was Sie angefordert haben, ist verloren.',
  'errors.number': 'Fehler',
  'errors.again': 'Noch einmal versuchen',
  'errors.home': 'Zu meinen Projekten',
}
