import type { tokens as en } from '../en/tokens.ts'

export const tokens: Record<keyof typeof en, string> = {
  'tokens.title': 'API-Token',
  'tokens.one': 'API-Token',
  'tokens.empty': 'Mit einem Token nutzen Programme das Portal.',
  'tokens.emptyAction': 'Token erstellen',
}
