import type { orders as en } from '../en/orders.ts'

export const orders: Record<keyof typeof en, string> = {
  'orders.title': 'Bestellungen',
  'orders.one': 'Bestellung',
  'orders.empty': 'Bestellungen zeigen, was angefragt wurde, wer zustimmt und was es kostet.',
  'orders.emptyAction': 'Katalog ansehen',
}
