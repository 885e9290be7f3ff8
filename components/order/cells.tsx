'use client'

/** Words about orders that the list and the page share. */
import { useFormat, useT } from '../i18n/provider'
import { useCurrency } from '../marketplace/limits.ts'
import type { Order } from './types.ts'

/** Who or what an order waits for; empty when it is over. */
export function useWaiting(): (order: Pick<Order, 'state' | 'provider_name' | 'start_date'>) => string {
  const t = useT()
  const format = useFormat()
  return ({ state, provider_name, start_date }) => {
    switch (state) {
      case 'pending-consumer':
        return t('orders.waitsConsumer')
      case 'pending-provider':
        return t('orders.waitsProvider', { name: provider_name })
      case 'pending-project':
        return t('orders.waitsProject')
      case 'pending-start-date':
        return t('orders.waitsDate', { date: start_date ? format.date(start_date) : '' })
      case 'executing':
        return t('orders.waitsCloud')
      default:
        return ''
    }
  }
}

/** A monthly cost; a dash where nothing is charged. */
export function MonthlyCost({ cost }: { cost: string | null }) {
  const format = useFormat()
  const currency = useCurrency()
  return cost === null || Number(cost) === 0 ? <span className="text-muted">–</span> : format.money(cost, currency)
}
