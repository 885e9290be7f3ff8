'use client'

import { CircleAlert, CircleCheck, CircleX, type LucideIcon } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useFormat, useT } from '../../i18n/provider'
import { cn } from '../cn'
import { Skeleton } from '../error-state'
import { type Fit, fitOf, freeOf } from '../quota.ts'
import { QuotaBar, useAmount } from '../quota-bar'
import { exceeding, fitsMore, type PreflightRow, worstFirst } from './fit.ts'

export type PreflightCost = {
  currency: string
  perMonth: number | string
  perHour?: number | string
  /** Against what is paid today; shown with its sign. */
  change?: number | string
}

const looks: Record<Fit, { icon: LucideIcon; tone: string }> = {
  fits: { icon: CircleCheck, tone: 'text-ok' },
  tight: { icon: CircleAlert, tone: 'text-warn' },
  exceeds: { icon: CircleX, tone: 'text-bad' },
}

/** Why a form cannot be sent ("Needs 4 vCPU, 2 free"), or undefined when everything fits. */
export function usePreflightReason(rows: readonly PreflightRow[] | undefined): string | undefined {
  const t = useT()
  const amount = useAmount()
  const over = exceeding(rows ?? [])
  if (over.length === 0) return undefined
  return over
    .map((row) =>
      t('ui.needs', {
        needed: `${amount(row.request ?? 0, row.unit)} ${row.label}`,
        free: amount(Math.max(0, freeOf(row)), row.unit),
      }),
    )
    .join('. ')
}

/** Does it fit, and what does it cost: one row per touched quota, the worst first. */
export function Preflight({
  rows,
  cost,
  requestMore,
  countable,
  children,
}: {
  /** undefined while unknown. */
  rows: readonly PreflightRow[] | undefined
  /** Left out where prices are concealed. */
  cost?: PreflightCost | null
  /** The way out of a row that exceeds: a button or a link to the order. */
  requestMore?: (row: PreflightRow, missing: number) => ReactNode
  /** Says how many more of the same fit. */
  countable?: boolean
  children?: ReactNode
}) {
  const t = useT()
  const format = useFormat()
  const amount = useAmount()
  const id = useId()
  const more = countable && rows && exceeding(rows).length === 0 ? fitsMore(rows) : null
  return (
    <section aria-labelledby={id} data-testid="preflight" className="space-y-3">
      <h3 id={id} className="text-base">
        {t('ui.preflight')}
      </h3>
      {rows === undefined ? (
        <div className="space-y-3">
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
        </div>
      ) : (
        <ul className="space-y-3" aria-live="polite">
          {worstFirst(rows).map((row) => {
            const fit = fitOf(row)
            const { icon: Icon, tone } = looks[fit]
            const free = freeOf(row)
            const request = row.request ?? 0
            return (
              <li key={row.name} data-testid={`pf-${row.name}`} data-fit={fit}>
                <p className="flex items-baseline justify-between gap-2">
                  <span className="font-medium">{row.label}</span>
                  <span className={cn('inline-flex items-center gap-1 text-xs', tone)}>
                    <Icon className="size-3.5" aria-hidden />
                    {t(`ui.${fit}`)}
                  </span>
                </p>
                {row.limit >= 0 && <QuotaBar show="bar" {...row} />}
                <p className="tabular flex flex-wrap justify-between gap-x-3 text-xs text-muted">
                  <span>
                    {amount(row.used, row.unit)} {t('ui.used').toLowerCase()}
                    {row.reserved ? ` + ${amount(row.reserved, row.unit)} ${t('ui.reserved').toLowerCase()}` : ''}
                    {request ? ` + ${amount(request, row.unit)}` : ''}
                  </span>
                  <span>
                    {row.limit < 0
                      ? t('common.unlimited')
                      : `${t('ui.freeAfter')} ${amount(Math.max(0, free - request), row.unit)} / ${amount(row.limit, row.unit)}`}
                  </span>
                </p>
                {fit === 'exceeds' && (
                  <p className="mt-1 flex flex-wrap items-center justify-between gap-2 text-sm text-bad">
                    {t('ui.needs', {
                      needed: `${amount(request, row.unit)} ${row.label}`,
                      free: amount(Math.max(0, free), row.unit),
                    })}
                    {requestMore?.(row, request - Math.max(0, free))}
                  </p>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {more !== null && <p className="text-sm text-muted">{t('ui.fitsMore', { count: more })}</p>}
      {cost && (
        <p
          data-testid="pf-cost"
          className="tabular flex flex-wrap items-baseline justify-between gap-x-3 border-t border-line pt-2"
        >
          <span className="font-medium">
            {t('common.perMonth', { amount: format.money(cost.perMonth, cost.currency) })}
          </span>
          <span className="text-sm text-muted">
            {cost.perHour !== undefined &&
              t('common.perHour', { amount: format.money(cost.perHour, cost.currency, 4) })}
            {cost.change !== undefined &&
              ` (${Number(cost.change) > 0 ? '+' : ''}${format.money(cost.change, cost.currency)})`}
          </span>
        </p>
      )}
      {children}
    </section>
  )
}
