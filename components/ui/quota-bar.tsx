'use client'

import { useFormat, useT } from '../i18n/provider'
import { cn } from './cn'
import { type BarPart, barParts, freeOf, pressureOf, type QuotaAmounts } from './quota'
import { Tooltip } from './tooltip'

/** How the amounts of a quota are written. `mib` are the API's MiB, shown as GiB. */
export type QuotaUnit = 'count' | 'mib' | 'gib'

export function useAmount(): (value: number, unit: QuotaUnit) => string {
  const format = useFormat()
  return (value, unit) =>
    unit === 'mib' ? format.gib(value) : unit === 'gib' ? format.gib(value * 1024) : format.integer(value)
}

const fills: Record<BarPart['kind'], string> = {
  used: 'bg-accent',
  reserved: 'hatched',
  request: 'bg-chart-3',
  over: 'bg-bad',
}

/** A progress bar of a known or unknown end. */
export function Progress({
  value,
  label,
  className,
}: {
  /** 0 to 1; null while unknown. */ value: number | null
  label: string
  className?: string
}) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.round(value * 100)}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-hover', className)}
    >
      <div
        className={cn('h-full rounded-full bg-accent', value === null && 'w-1/3 animate-pulse')}
        style={value === null ? undefined : { width: `${value * 100}%` }}
      />
    </div>
  )
}

export type QuotaBarProps = QuotaAmounts & {
  label: string
  unit?: QuotaUnit
  /** `bar` is the bar alone (table cells), with everything in its tooltip. */
  show?: 'full' | 'bar'
  className?: string
}

/** Used in accent, reserved hatched, this request in amber, free in grey. Unlimited has a count and no bar. */
export function QuotaBar({ label, unit = 'count', show = 'full', className, ...row }: QuotaBarProps) {
  const t = useT()
  const amount = useAmount()
  const { used, reserved = 0, request = 0, limit } = row
  const unlimited = limit < 0
  const sentence = unlimited
    ? t('ui.usedUnlimited', { used: amount(used, unit) })
    : t('ui.usedOf', { used: amount(used, unit), limit: amount(limit, unit) })
  const numbers: [string, string][] = [
    [t('ui.used'), amount(used, unit)],
    ...(reserved ? [[t('ui.reserved'), amount(reserved, unit)] as [string, string]] : []),
    ...(request ? [[t('ui.thisRequest'), amount(request, unit)] as [string, string]] : []),
    [t('ui.free'), unlimited ? t('common.unlimited') : amount(Math.max(0, freeOf(row) - request), unit)],
  ]
  const spoken = `${label}: ${sentence}${reserved ? `, ${t('ui.reserved')} ${amount(reserved, unit)}` : ''}`
  const pressure = pressureOf(row)
  const bar = (
    // biome-ignore lint/a11y/useSemanticElements: the parts of the bar cannot be drawn in <meter>
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(limit, 0)}
      aria-valuenow={Math.min(used + reserved, Math.max(limit, 0))}
      aria-valuetext={spoken}
      className={cn('flex h-1.5 w-full overflow-hidden rounded-full bg-line', show === 'bar' && className)}
    >
      {barParts(row).map((part) => (
        <div
          key={part.kind}
          className={cn(
            'h-full border-r border-canvas last:border-r-0',
            fills[part.kind],
            part.kind === 'used' && pressure >= 0.9 && (pressure >= 1 ? 'bg-bad' : 'bg-warn'),
          )}
          style={{ width: `${part.percent}%` }}
        />
      ))}
    </div>
  )
  const tip = (
    <dl className="tabular grid grid-cols-[auto_auto] gap-x-3">
      {numbers.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="text-right">{value}</dd>
        </div>
      ))}
    </dl>
  )
  if (show === 'bar') {
    return unlimited ? (
      <span className="tabular text-sm text-muted">{sentence}</span>
    ) : (
      <Tooltip text={tip}>
        <div className="py-1">{bar}</div>
      </Tooltip>
    )
  }
  return (
    <div className={cn('min-w-0', className)} data-testid={`quota-${label.toLowerCase().replace(/\W+/g, '-')}`}>
      <div className="flex items-baseline justify-between gap-3">
        <span className="truncate font-medium">{label}</span>
        <span className="tabular shrink-0 text-sm text-muted">{sentence}</span>
      </div>
      {!unlimited && (
        <Tooltip text={tip}>
          <div className="py-1.5">{bar}</div>
        </Tooltip>
      )}
      {(reserved > 0 || request > 0) && (
        <p className="tabular flex flex-wrap gap-x-3 text-xs text-muted">
          {reserved > 0 && (
            <span className="inline-flex items-center gap-1">
              <i className="hatched size-2 rounded-[2px]" /> {t('ui.reserved')} {amount(reserved, unit)}
            </span>
          )}
          {request > 0 && (
            <span className="inline-flex items-center gap-1">
              <i className="size-2 rounded-[2px] bg-chart-3" /> {t('ui.thisRequest')} {amount(request, unit)}
            </span>
          )}
        </p>
      )}
    </div>
  )
}
