import type { admin as en } from '../en/admin.ts'

export const admin: Record<keyof typeof en, string> = {
  'admin.title': 'Plattform',
  'admin.staff': 'Betrieb',
  'admin.staffWho': 'Ein anderes Mitglied des Betriebs',
  'admin.insecure':
    'Zertifikate von {names} werden nicht geprüft: Wer auf dem Weg sitzt, könnte alles lesen und ändern.',
  'admin.insecureOpen': 'Angebote öffnen',
}
