'use client'

/** Quotas as bars, what presses hardest first, or as the same numbers in a table. */
import { Table2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useT } from '../i18n/provider'
import { quotaUnit, useQuotaLabel } from '../resource/preflight.ts'
import { IconButton } from '../ui/button'
import { cn } from '../ui/cn'
import { freeOf } from '../ui/quota.ts'
import { QuotaBar, useAmount } from '../ui/quota-bar'
import { amountsOf, hardestFirst, type TenantQuota } from './quotas.ts'

/** The switch of a chart between bars and numbers. */
export function useTableToggle() {
  const t = useT()
  const [asTable, setAsTable] = useState(false)
  const toggle = (
    <IconButton
      icon={Table2}
      size="sm"
      label={t('ui.asTable')}
      aria-pressed={asTable}
      onClick={() => setAsTable(!asTable)}
    />
  )
  return { asTable, toggle }
}

export function QuotaBars({
  quotas,
  asTable = false,
  columns = 2,
  only,
}: {
  quotas: readonly TenantQuota[]
  asTable?: boolean
  columns?: 1 | 2 | 3
  /** Only these, in this order. */
  only?: readonly string[]
}) {
  const label = useQuotaLabel()
  const order = useFirstOrder(quotas, only)
  const shown = order.flatMap((name) => quotas.find((quota) => quota.name === name) ?? [])
  if (asTable) return <QuotaNumbers quotas={shown} />
  return (
    <ul
      className={cn(
        'grid grid-cols-1 gap-x-10 gap-y-2',
        columns >= 2 && 'sm:grid-cols-2',
        columns === 3 && 'xl:grid-cols-3',
      )}
    >
      {shown.map((quota) => (
        <li key={quota.name} data-testid={`bar-${quota.name}`}>
          <QuotaBar label={label(quota.name)} unit={quotaUnit(quota.name)} {...amountsOf(quota)} />
        </li>
      ))}
    </ul>
  )
}

/** What pressed hardest when it was first shown stays first: bars move, they do not change places. */
function useFirstOrder(quotas: readonly TenantQuota[], only: readonly string[] | undefined): readonly string[] {
  const first = useRef<readonly string[]>([])
  if (only) return only
  const names = hardestFirst(quotas).map(({ name }) => name)
  if (first.current.length === 0) first.current = names
  return [...first.current, ...names.filter((name) => !first.current.includes(name))]
}

function QuotaNumbers({ quotas }: { quotas: readonly TenantQuota[] }) {
  const t = useT()
  const label = useQuotaLabel()
  const amount = useAmount()
  const head = 'px-2 py-1 text-right text-xs font-normal text-muted'
  return (
    <div className="overflow-x-auto">
      <table className="tabular w-full text-sm">
        <caption className="spoken">{t('quotas.title')}</caption>
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className={cn(head, 'text-left')}>
              {t('ui.quota')}
            </th>
            <th scope="col" className={head}>
              {t('ui.used')}
            </th>
            <th scope="col" className={head}>
              {t('ui.reserved')}
            </th>
            <th scope="col" className={head}>
              {t('ui.limit')}
            </th>
            <th scope="col" className={head}>
              {t('ui.free')}
            </th>
          </tr>
        </thead>
        <tbody>
          {quotas.map((quota) => {
            const amounts = amountsOf(quota)
            const unit = quotaUnit(quota.name)
            const cells = [
              amount(amounts.used, unit),
              amount(amounts.reserved, unit),
              quota.limit < 0 ? t('common.unlimited') : amount(quota.limit, unit),
              quota.limit < 0 ? t('common.unlimited') : amount(Math.max(0, freeOf(amounts)), unit),
            ]
            return (
              <tr key={quota.name} className="border-b border-line last:border-0">
                <th scope="row" className="px-2 py-1.5 text-left font-normal">
                  {label(quota.name)}
                </th>
                {cells.map((text, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed
                  <td key={index} className="px-2 py-1.5 text-right">
                    {text}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
