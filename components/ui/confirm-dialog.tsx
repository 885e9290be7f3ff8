'use client'

import { Minus, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useT } from '../i18n/provider'
import { Button } from './button'
import { type ConfirmOptions, toShownError } from './confirm'
import { Dialog } from './dialog'
import { ErrorState, type ShownError } from './error-state'
import { Field } from './field'
import { Input, Textarea } from './input'

/** A confirmation as an element: the caller holds `open`. Use `useConfirm` where no choices stand inside. */
export function ConfirmDialog({
  open,
  onOpenChange,
  ...options
}: ConfirmOptions & { open: boolean; onOpenChange: (open: boolean) => void }) {
  return open ? <Asking {...options} close={() => onOpenChange(false)} /> : null
}

function Asking({
  level,
  title,
  effect,
  name,
  removed,
  kept,
  confirmLabel,
  danger,
  children,
  onConfirm,
  close,
}: ConfirmOptions & { close: () => void }) {
  const t = useT()
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ShownError | null>(null)
  const wantsName = (level === 'L2' || level === 'L3') && Boolean(name)
  const refusal =
    wantsName && typed.trim() !== name
      ? t('ui.typeNameMismatch')
      : level === 'L3' && reason.trim().length < 5
        ? t('ui.reasonNeeded')
        : undefined
  const confirm = async () => {
    if (refusal || busy) return
    setBusy(true)
    setError(null)
    try {
      await onConfirm({ reason: reason.trim() })
      close()
    } catch (thrown) {
      setError(toShownError(thrown))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && close()}
      title={title}
      role="alertdialog"
      size={level === 'L1' ? 'sm' : 'md'}
      busy={busy}
      testId="confirm"
      footer={
        <>
          <Button onClick={close} disabledReason={busy ? t('ui.working') : undefined}>
            {t('common.cancel')}
          </Button>
          <Button
            variant={(danger ?? level !== 'L1') ? 'danger' : 'primary'}
            busy={busy}
            disabledReason={refusal}
            data-testid="confirm-submit"
            onClick={confirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          void confirm()
        }}
      >
        {error && <ErrorState error={error} compact />}
        {effect && <div className="max-w-prose">{effect}</div>}
        {children}
        {removed && removed.length > 0 && (
          <Consequence title={t('ui.removed')} lines={removed} icon={Minus} tone="text-bad" />
        )}
        {kept && kept.length > 0 && <Consequence title={t('ui.kept')} lines={kept} icon={Plus} tone="text-ok" />}
        {level === 'L3' && (
          <Field name="reason" label={t('ui.reason')} required>
            <Textarea value={reason} rows={2} onChange={(event) => setReason(event.target.value)} />
          </Field>
        )}
        {wantsName && name && (
          <Field name="confirm-name" label={t('ui.typeName', { name })}>
            <Input
              value={typed}
              spellCheck={false}
              mono
              placeholder={name}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}

function Consequence({
  title,
  lines,
  icon: Icon,
  tone,
}: {
  title: string
  lines: readonly ReactNode[]
  icon: typeof Plus
  tone: string
}) {
  return (
    <section>
      <h3 className="text-sm">{title}</h3>
      <ul className="mt-1 space-y-0.5">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are fixed while the dialog is open
          <li key={index} className="flex items-start gap-2">
            <Icon className={`mt-0.5 size-4 shrink-0 ${tone}`} aria-hidden />
            <span className="min-w-0 break-words">{line}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
