import type { routers as en } from '../en/routers.ts'

export const routers: Record<keyof typeof en, string> = {
  'routers.title': 'Router',
  'routers.one': 'Router',
  'routers.empty': 'Ein Router verbindet Ihre Subnetze und führt nach außen.',
  'routers.emptyAction': 'Router erstellen',
}
