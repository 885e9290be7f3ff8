'use client'

/** Tries the connection of a form as it stands, saved or not, and shows each step with its cause and remedy. */
import { Ban, CircleAlert, CircleCheck, CircleDashed, CircleX, ClipboardCopy, PlugZap } from 'lucide-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import type { Objects } from '../api/schema.gen.ts'
import { useT } from '../i18n/provider'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Copyable, copyText } from '../ui/copy'
import { ErrorState, type ShownError } from '../ui/error-state'
import type { FormHandle } from '../ui/form/form'
import { Section } from '../ui/page'
import { notify } from '../ui/toast'
import { connectionError } from './failure.ts'
import { CONNECTION_FIELDS, type Connection, connectionOf } from './types.ts'

type Result = Objects['foyer-connection-tests']
type Step = Result['steps'][number]

/** In the order in which they are tried. */
const STEPS = [
  'name',
  'port',
  'tls',
  'sign_in',
  'admin_rights',
  'catalogue',
  'compute',
  'storage',
  'network',
  'image',
  'console',
] as const satisfies readonly Step['name'][]

const LOOKS = {
  ok: { icon: CircleCheck, tone: 'text-ok' },
  warning: { icon: CircleAlert, tone: 'text-warn' },
  fail: { icon: CircleX, tone: 'text-bad' },
  skipped: { icon: Ban, tone: 'text-muted' },
  pending: { icon: CircleDashed, tone: 'text-muted' },
} as const

export type ConnectionTest = {
  run: () => Promise<void>
  busy: boolean
  result: Result | null
  failure: ShownError | null
  /** The result belongs to other values than those that are in the form now. */
  isOutdated: boolean
}

/** `target` names the saved offering, or the organisation that a new one will belong to. */
export function useConnectionTest(
  form: FormHandle<Connection>,
  target: { offering: string } | { customer: string },
): ConnectionTest {
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState<{ result: Result; of: string } | null>(null)
  const [failure, setFailure] = useState<ShownError | null>(null)
  const run = async () => {
    if (busy || !(await form.trigger(CONNECTION_FIELDS, { shouldFocus: true }))) return
    const values = connectionOf(form.getValues())
    setBusy(true)
    setFailure(null)
    try {
      const result = await api.post<Result>('foyer-connection-tests', { ...target, service_attributes: values })
      setDone({ result, of: JSON.stringify(values) })
    } catch (error) {
      const shown = connectionError(error)
      const known = Object.entries(shown.fields ?? {}).filter(([name]) => name in values)
      for (const [name, messages] of known)
        form.setError(name as keyof Connection, { type: 'server', message: messages.join(' ') })
      if (known.length === 0) setFailure(shown)
    } finally {
      setBusy(false)
    }
  }
  const isOutdated = done !== null && done.of !== JSON.stringify(connectionOf(form.watch()))
  return { run, busy, result: done?.result ?? null, failure, isOutdated }
}

const report = (steps: readonly Step[]): string =>
  steps
    .map(({ name, status, message, remedy, latency_ms, openstack_request_id }) =>
      [
        `${name}: ${status}`,
        message,
        remedy && `-> ${remedy}`,
        latency_ms !== null && `${latency_ms} ms`,
        openstack_request_id,
      ]
        .filter(Boolean)
        .join(' | '),
    )
    .join('\n')

export function ConnectionTestPanel({ test }: { test: ConnectionTest }) {
  const t = useT()
  const { result, busy, failure, isOutdated, run } = test
  const found = new Map(result?.steps.map((step) => [step.name, step]))
  return (
    <Section
      title={t('provider.testTitle')}
      description={t('provider.testIntro')}
      testId="connection-test"
      actions={
        <>
          {result && (
            <Button
              size="sm"
              icon={ClipboardCopy}
              onClick={async () => {
                if (await copyText(report(result.steps))) notify.success(t('provider.testCopied'))
              }}
              data-testid="action-copy-report"
            >
              {t('provider.testCopy')}
            </Button>
          )}
          <Button size="sm" icon={PlugZap} busy={busy} onClick={() => void run()} data-testid="action-test">
            {busy ? t('provider.testing') : t('provider.test')}
          </Button>
        </>
      }
    >
      {failure && <ErrorState error={failure} compact />}
      {result && !busy && (
        <p
          role="status"
          data-testid="connection-result"
          data-ok={result.ok}
          className={cn('pb-2 font-medium', isOutdated ? 'text-muted' : result.ok ? 'text-ok' : 'text-bad')}
        >
          {t(isOutdated ? 'provider.testOutdated' : result.ok ? 'provider.testOk' : 'provider.testFailed')}
        </p>
      )}
      {(result || busy) && (
        <ol className={cn('space-y-2', (isOutdated || busy) && 'opacity-60')} aria-busy={busy}>
          {STEPS.map((name) => (
            <TestStep key={name} name={name} step={busy ? undefined : found.get(name)} />
          ))}
        </ol>
      )}
    </Section>
  )
}

function TestStep({ name, step }: { name: Step['name']; step: Step | undefined }) {
  const t = useT()
  const status = step?.status ?? 'pending'
  const { icon: Icon, tone } = LOOKS[status]
  return (
    <li data-testid={`test-step-${name}`} data-status={status} className="flex gap-2.5">
      <Icon className={cn('mt-0.5 size-4 shrink-0', tone)} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span>{t(`provider.test.${name}`)}</span>
          <span className={cn('text-sm', status === 'ok' ? 'spoken' : tone)}>{t(`provider.testState.${status}`)}</span>
          {step?.latency_ms !== null && step?.latency_ms !== undefined && status !== 'skipped' && (
            <span className="tabular ml-auto text-sm text-muted">
              {t('provider.testMs', { ms: String(step.latency_ms) })}
            </span>
          )}
        </p>
        {step && status !== 'skipped' && step.message && (
          <p className={cn('text-sm break-words', status === 'fail' ? 'text-bad' : 'text-muted')}>{step.message}</p>
        )}
        {step?.remedy && (
          <p className="text-sm">
            <span className="text-muted">{t('provider.testRemedy')}: </span>
            {step.remedy}
          </p>
        )}
        {step?.openstack_request_id && (
          <p className="text-xs text-muted">
            <Copyable text={step.openstack_request_id} what={t('ui.cloudRequestId')} />
          </p>
        )}
      </div>
    </li>
  )
}
