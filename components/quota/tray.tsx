'use client'

/** The gathered changes: before, after, why; applied per tenant, with a result for each. */
import { CircleCheck, CircleX, LoaderCircle, X } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../i18n/provider'
import { quotaUnit, useQuotaLabel } from '../resource/preflight.ts'
import { Button, IconButton } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { useAmount } from '../ui/quota-bar'
import { type Result, useApply } from './apply.ts'
import { deltaOf, isBelowUse, type QuotaEdit } from './changes.ts'

const LEAST_REASON = 5

export function ChangeTray({
  edits,
  onRemove,
  onClear,
}: {
  edits: readonly QuotaEdit[]
  onRemove: (key: string) => void
  onClear: () => void
}) {
  const t = useT()
  const [reason, setReason] = useState('')
  /** The reason of what is being applied, for what has to be tried again. */
  const [sent, setSent] = useState('')
  const [asking, setAsking] = useState(false)
  const { results, apply, clear } = useApply()
  const refusal = reason.trim().length < LEAST_REASON ? t('quotas.trayNeedsReason') : undefined
  const below = edits.filter(isBelowUse)
  const run = () => {
    const wanted = [...edits]
    setSent(reason.trim())
    setReason('')
    onClear()
    return void apply(wanted, reason.trim())
  }
  if (edits.length === 0 && !results) return null
  return (
    <section
      aria-label={t('quotas.tray', { count: edits.length })}
      data-testid="change-tray"
      className="sticky bottom-0 z-30 mt-4 rounded-t-md border border-b-0 border-line bg-raised p-4 shadow-float"
    >
      {edits.length > 0 && (
        <>
          <h2 className="pb-2 text-base">{t('quotas.tray', { count: edits.length })}</h2>
          <EditTable edits={edits} onRemove={onRemove} />
          <div className="flex flex-wrap items-end gap-3 pt-3">
            <Field
              name="reason"
              label={t('quotas.trayReason')}
              required
              hint={t('quotas.trayReasonHint')}
              className="min-w-60 flex-1"
            >
              <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
            </Field>
            <Button onClick={onClear}>{t('quotas.trayDiscard')}</Button>
            <Button
              variant="primary"
              data-testid="apply"
              disabledReason={refusal}
              onClick={() => (below.length > 0 ? setAsking(true) : run())}
            >
              {t('quotas.trayApply')}
            </Button>
          </div>
        </>
      )}
      {results && edits.length === 0 && (
        <Results results={results} onRetry={(list) => void apply(list, sent)} onClose={clear} />
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        level="L1"
        title={t('quotas.trayBelowTitle')}
        effect={<BelowUse edits={below} />}
        confirmLabel={t('quotas.trayBelowConfirm')}
        danger
        onConfirm={run}
      />
    </section>
  )
}

function useLimitText() {
  const t = useT()
  const amount = useAmount()
  return (name: string, limit: number) => (limit < 0 ? t('common.unlimited') : amount(limit, quotaUnit(name)))
}

function EditTable({ edits, onRemove }: { edits: readonly QuotaEdit[]; onRemove: (key: string) => void }) {
  const t = useT()
  const labelOf = useQuotaLabel()
  const limit = useLimitText()
  const amount = useAmount()
  const head = 'px-2 py-1 text-left text-xs font-normal text-muted'
  return (
    <div className="max-h-56 overflow-auto">
      <table className="tabular w-full text-sm">
        <thead>
          <tr className="border-b border-line">
            {(['common.tenant', 'ui.quota', 'quotas.before', 'quotas.after', 'quotas.delta'] as const).map((key) => (
              <th key={key} scope="col" className={head}>
                {t(key)}
              </th>
            ))}
            <th scope="col" className={head}>
              <span className="spoken">{t('common.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {edits.map((edit) => {
            const { tenantUuid, tenantName, quota } = edit
            const delta = deltaOf(edit)
            const unit = quotaUnit(quota.name)
            return (
              <tr
                key={`${tenantUuid}/${quota.name}`}
                data-testid={`edit-${tenantUuid}-${quota.name}`}
                className="border-b border-line last:border-0"
              >
                <td className="px-2 py-1">{tenantName}</td>
                <td className="px-2 py-1">{labelOf(quota.name)}</td>
                <td className="px-2 py-1">{limit(quota.name, quota.limit)}</td>
                <td className="px-2 py-1 font-medium">
                  {limit(quota.name, edit.limit)}
                  {isBelowUse(edit) && (
                    <span className="block text-xs font-normal text-warn">
                      {t('quotas.trayBelow', { used: amount(quota.usage, unit) })}
                    </span>
                  )}
                </td>
                <td className="px-2 py-1">{delta === null ? '–' : `${delta > 0 ? '+' : ''}${amount(delta, unit)}`}</td>
                <td className="px-1 py-1 text-right">
                  <IconButton
                    icon={X}
                    size="sm"
                    label={t('quotas.trayRemove', { quota: labelOf(quota.name), tenant: tenantName })}
                    onClick={() => onRemove(`${tenantUuid}/${quota.name}`)}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function BelowUse({ edits }: { edits: readonly QuotaEdit[] }) {
  const t = useT()
  const labelOf = useQuotaLabel()
  const amount = useAmount()
  return (
    <ul className="space-y-1">
      {edits.map(({ tenantUuid, tenantName, quota }) => (
        <li key={`${tenantUuid}/${quota.name}`}>
          {tenantName}, {labelOf(quota.name)}.{' '}
          {t('quotas.trayBelow', { used: amount(quota.usage, quotaUnit(quota.name)) })}
        </li>
      ))}
    </ul>
  )
}

function Results({
  results,
  onRetry,
  onClose,
}: {
  results: readonly Result[]
  onRetry: (edits: QuotaEdit[]) => void
  onClose: () => void
}) {
  const t = useT()
  const labelOf = useQuotaLabel()
  const limit = useLimitText()
  const failed = results.filter(({ outcome }) => typeof outcome === 'object')
  const done = results.filter(({ outcome }) => outcome === 'done').length
  return (
    <>
      <h2 className="pb-2 text-base">{t('quotas.results')}</h2>
      <p role="status" data-testid="quota-results" className="pb-2 text-sm text-muted">
        {t('quotas.resultsText', { done, total: results.length, failed: failed.length })}
      </p>
      <ul className="max-h-56 space-y-1 overflow-auto text-sm">
        {results.map(({ tenantUuid, tenantName, edits, outcome }) => (
          <li
            key={tenantUuid}
            data-testid={`result-${tenantUuid}`}
            data-state={typeof outcome === 'object' ? 'failed' : outcome}
            className="flex items-start gap-2"
          >
            {outcome === 'running' ? (
              <LoaderCircle className="mt-0.5 size-4 shrink-0 text-busy motion-safe:animate-spin" aria-hidden />
            ) : outcome === 'done' ? (
              <CircleCheck className="mt-0.5 size-4 shrink-0 text-ok" aria-hidden />
            ) : (
              <CircleX className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden />
            )}
            <span className="min-w-0">
              <span className="font-medium">{tenantName}</span>{' '}
              <span className="text-muted">
                {edits
                  .map(({ quota, limit: after }) => `${labelOf(quota.name)} ${limit(quota.name, after)}`)
                  .join(', ')}
              </span>{' '}
              {outcome === 'running'
                ? t('quotas.resultRunning')
                : outcome === 'done'
                  ? t('quotas.resultDone')
                  : outcome.failed}
            </span>
          </li>
        ))}
      </ul>
      <div className="flex justify-end gap-2 pt-3">
        {failed.length > 0 && (
          <Button data-testid="retry-failed" onClick={() => onRetry(failed.flatMap(({ edits }) => edits))}>
            {t('quotas.retryFailed')}
          </Button>
        )}
        <Button variant="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  )
}
