import type { devUi as en } from '../en/devUi.ts'

export const devUi: Record<keyof typeof en, string> = {
  'devUi.title': 'Designsystem',
}
