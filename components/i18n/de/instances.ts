import type { instances as en } from '../en/instances.ts'

export const instances: Record<keyof typeof en, string> = {
  'instances.title': 'Instanzen',
  'instances.one': 'Instanz',
  'instances.empty': 'Eine Instanz ist eine virtuelle Maschine. Sie brauchen ein Abbild, eine Flavor und ein Netz.',
  'instances.emptyAction': 'Instanz erstellen',
}
