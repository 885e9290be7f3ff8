import type { provider as en } from '../en/provider.ts'

export const provider: Record<keyof typeof en, string> = {
  'provider.title': 'Anbieter',
}
