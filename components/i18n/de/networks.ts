import type { networks as en } from '../en/networks.ts'

export const networks: Record<keyof typeof en, string> = {
  'networks.title': 'Netze',
  'networks.one': 'Netz',
  'networks.empty': 'Ein Netz verbindet Ihre Instanzen; ein Subnetz gibt ihnen Adressen.',
  'networks.emptyAction': 'Netz erstellen',
}
