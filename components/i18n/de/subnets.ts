import type { subnets as en } from '../en/subnets.ts'

export const subnets: Record<keyof typeof en, string> = {
  'subnets.title': 'Subnetze',
  'subnets.one': 'Subnetz',
  'subnets.empty': 'Ein Subnetz gibt den Instanzen eines Netzes ihre Adressen.',
  'subnets.emptyAction': 'Subnetz erstellen',
}
