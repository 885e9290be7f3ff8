import type { keys as en } from '../en/keys.ts'

export const keys: Record<keyof typeof en, string> = {
  'keys.title': 'SSH-Schlüssel',
  'keys.one': 'SSH-Schlüssel',
  'keys.empty': 'Mit einem Schlüssel melden Sie sich an Instanzen an.',
  'keys.emptyAction': 'Schlüssel hinzufügen',
}
