import type { flavors as en } from '../en/flavors.ts'

export const flavors: Record<keyof typeof en, string> = {
  'flavors.title': 'Flavors',
  'flavors.one': 'Flavor',
  'flavors.empty': 'Eine Flavor legt vCPU, RAM und Platte einer Instanz fest. Der Anbieter stellt Flavors hier bereit.',
  'flavors.emptyAction': 'Aktualisieren',
}
