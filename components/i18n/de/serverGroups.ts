import type { serverGroups as en } from '../en/serverGroups.ts'

export const serverGroups: Record<keyof typeof en, string> = {
  'serverGroups.title': 'Servergruppen',
  'serverGroups.one': 'Servergruppe',
  'serverGroups.empty': 'Eine Servergruppe hält Instanzen auf Hosts zusammen oder getrennt.',
  'serverGroups.emptyAction': 'Servergruppe erstellen',
}
