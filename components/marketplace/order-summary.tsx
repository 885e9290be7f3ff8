'use client'

/** What is about to be ordered, what it costs, and who has to say yes. */
import { useFormat, useT } from '../i18n/provider'
import { componentLabel, componentUnit, monthlyPrice, type Offering, useCurrency } from './limits.ts'
import type { OrderValues } from './order-form.ts'

export function OrderSummary({ offering, values, path }: { offering: Offering; values: OrderValues; path: string }) {
  const t = useT()
  const format = useFormat()
  const currency = useCurrency()
  const plan = offering.plans.find(({ uuid }) => uuid === values.plan)
  const total = monthlyPrice(plan, offering.components, values.limits)
  return (
    <section className="space-y-3" data-testid="order-summary">
      <h3 className="text-base">{t('marketplace.summary')}</h3>
      <table className="tabular w-full text-sm">
        <caption className="spoken">{t('marketplace.summary')}</caption>
        <tbody>
          {offering.components.map((component) => {
            const amount = values.limits[component.type]
            const price = monthlyPrice(plan, [component], values.limits)
            return (
              <tr key={component.type} className="border-b border-line">
                <th scope="row" className="py-1.5 text-left font-normal">
                  {componentLabel(t, component)}
                </th>
                <td className="py-1.5 text-right text-muted">
                  {amount === null || amount === undefined
                    ? '–'
                    : `${format.integer(amount)} ${componentUnit(component.type)}`}
                </td>
                {total !== null && (
                  <td className="py-1.5 pl-3 text-right">{price === null ? '–' : format.money(price, currency)}</td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="tabular font-medium" data-testid="order-price" aria-live="polite">
        {total === null ? t('marketplace.noPrice') : t('common.perMonth', { amount: format.money(total, currency) })}
      </p>
      <p className="text-sm text-muted" data-testid="approval-path">
        {path}
      </p>
    </section>
  )
}
