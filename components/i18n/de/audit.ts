import type { audit as en } from '../en/audit.ts'

export const audit: Record<keyof typeof en, string> = {
  'audit.title': 'Audit-Protokoll',
  'audit.one': 'Ereignis',
  'audit.empty': 'Noch nichts aufgezeichnet.',
  'audit.emptyAction': 'Aktualisieren',
}
