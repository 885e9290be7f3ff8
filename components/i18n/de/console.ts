import type { console as en } from '../en/console.ts'

export const console: Record<keyof typeof en, string> = {
  'console.title': 'Konsole',
}
