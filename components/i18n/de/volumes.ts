import type { volumes as en } from '../en/volumes.ts'

export const volumes: Record<keyof typeof en, string> = {
  'volumes.title': 'Volumes',
  'volumes.one': 'Volume',
  'volumes.empty': 'Ein Volume ist eine Festplatte, die ihre Instanz überdauert.',
  'volumes.emptyAction': 'Volume erstellen',
}
