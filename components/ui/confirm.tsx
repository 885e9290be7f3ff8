'use client'

import { Minus, Plus } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { useT } from '../i18n/provider'
import { Button } from './button'
import { Dialog } from './dialog'
import { ErrorState, type ShownError } from './error-state'
import { Field } from './field'
import { Input, Textarea } from './input'

/** L0 nothing asked; L1 one dialog; L2 the typed name and what goes and stays; L3 also a written reason. */
export type ConfirmLevel = 'L0' | 'L1' | 'L2' | 'L3'

export type ConfirmOptions = {
  level: ConfirmLevel
  /** A question that names the object: "Stop web-01?" */
  title: string
  /** The effect, in a sentence or two. */
  effect?: ReactNode
  /** The name to type at L2 and L3. */
  name?: string
  /** What is removed, and what stays, one line each. */
  removed?: readonly ReactNode[]
  kept?: readonly ReactNode[]
  /** The verb on the button: "Stop instance". */
  confirmLabel: string
  /** Red button. On by default from L2. */
  danger?: boolean
  /** Choices of this action. Their state belongs to the caller: pass an element that owns it. */
  children?: ReactNode
  /** Does it. A refusal that is thrown as `ShownError` (or Error) stays in the dialog. */
  onConfirm: (given: { reason: string }) => unknown
}

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

/** Turns what a call threw into the one shape in which errors are shown. */
export function toShownError(thrown: unknown): ShownError {
  if (typeof thrown === 'object' && thrown !== null && 'shown' in thrown) return thrown.shown as ShownError
  if (thrown instanceof Error) return { message: thrown.message }
  return { message: String(thrown) }
}

const Context = createContext<((options: ConfirmOptions) => void) | null>(null)

/** Holds the confirmation that `useConfirm` asks for. The root layout has one. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<ConfirmOptions | null>(null)
  const ask = useCallback((options: ConfirmOptions) => {
    if (options.level === 'L0') void options.onConfirm({ reason: '' })
    else setAsked(options)
  }, [])
  return (
    <Context value={ask}>
      {children}
      {asked && <ConfirmDialog {...asked} open onOpenChange={() => setAsked(null)} />}
    </Context>
  )
}

/** `const confirm = useConfirm(); confirm({ level: 'L1', title: …, onConfirm: … })`. L0 acts at once. */
export function useConfirm(): (options: ConfirmOptions) => void {
  const ask = useContext(Context)
  if (!ask) throw new Error('useConfirm needs a ConfirmProvider above it')
  return ask
}
