'use client'

/** One cell of the matrix: used / limit; a press makes the limit a field. */
import { TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useT } from '../i18n/provider'
import { quotaUnit } from '../resource/preflight.ts'
import type { Tenant } from '../tenant/types.ts'
import { cn } from '../ui/cn'
import { useAmount } from '../ui/quota-bar'
import { leastOf, limitText, parseLimit, type QuotaEdit } from './changes.ts'
import { PRESSING, quotaPressure, type TenantQuota } from './quotas.ts'

export function LimitCell({
  tenant,
  quota,
  label,
  edit,
  onChange,
}: {
  tenant: Tenant
  quota: TenantQuota
  label: string
  edit: QuotaEdit | undefined
  /** null takes the change back. */
  onChange: (edit: QuotaEdit | null) => void
}) {
  const t = useT()
  const amount = useAmount()
  const unit = quotaUnit(quota.name)
  const [text, setText] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const cell = useRef<HTMLButtonElement>(null)
  const isOpen = text !== null
  useEffect(() => {
    if (isOpen) field.current?.select()
  }, [isOpen])
  const limit = edit?.limit ?? quota.limit
  const limitShown = limit < 0 ? t('common.unlimited') : amount(limit, unit)
  const pressure = quotaPressure(quota)
  if (text === null)
    return (
      <button
        ref={cell}
        type="button"
        data-testid={`cell-${tenant.uuid}-${quota.name}`}
        aria-label={t('quotas.cell', {
          quota: label,
          tenant: tenant.name,
          used: amount(quota.usage, unit),
          limit: limitShown,
        })}
        className={cn(
          'inline-flex h-7 items-center gap-1 rounded-sm px-1.5 whitespace-nowrap hover:bg-hover',
          pressure >= PRESSING && (pressure >= 1 ? 'text-bad' : 'text-warn'),
          edit && 'bg-accent-soft font-medium text-accent-text',
        )}
        onClick={() => setText(limitText(quota.name, limit, t('quotas.unlimitedWord')))}
      >
        {pressure >= PRESSING && <TriangleAlert className="size-3.5" aria-hidden />}
        {amount(quota.usage, unit)} <span className="text-muted">/</span> {limitShown}
      </button>
    )
  const parsed = parseLimit(quota.name, text)
  const wrong =
    parsed === 'wrong'
      ? t('quotas.limitWrong')
      : parsed === 'least'
        ? t('quotas.limitLeast', { least: leastOf(quota.name) })
        : null
  const close = () => {
    setText(null)
    requestAnimationFrame(() => cell.current?.focus())
  }
  const take = () => {
    if (typeof parsed !== 'number') return
    onChange({ tenantUuid: tenant.uuid, tenantName: tenant.name, quota, limit: parsed })
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') take()
    if (event.key === 'Escape') close()
  }
  return (
    <span className="inline-block">
      <input
        ref={field}
        value={text}
        title={t('quotas.limitHint')}
        data-testid={`input-${tenant.uuid}-${quota.name}`}
        aria-label={t('quotas.newLimit', { quota: label, tenant: tenant.name })}
        aria-invalid={wrong !== null || undefined}
        className="h-7 w-24 rounded-sm border border-edge bg-canvas px-1.5 aria-invalid:border-bad"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => (typeof parsed === 'number' ? take() : setText(null))}
      />
      {wrong && (
        <span role="alert" className="block max-w-32 text-xs text-bad">
          {wrong}
        </span>
      )}
    </span>
  )
}
