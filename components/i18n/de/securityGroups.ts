import type { securityGroups as en } from '../en/securityGroups.ts'

export const securityGroups: Record<keyof typeof en, string> = {
  'securityGroups.title': 'Sicherheitsgruppen',
  'securityGroups.one': 'Sicherheitsgruppe',
  'securityGroups.empty': 'Eine Sicherheitsgruppe sagt, welcher Verkehr Ihre Instanzen erreicht.',
  'securityGroups.emptyAction': 'Aus Vorlage erstellen',
}
