import type { signIn as en } from '../en/signIn.ts'

export const signIn: Record<keyof typeof en, string> = {
  'signIn.title': 'Anmelden',
}
