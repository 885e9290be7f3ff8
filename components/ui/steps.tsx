'use client'

import {
  Ban,
  Check,
  CircleAlert,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  RotateCw,
  SkipForward,
  Undo2,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { Instant } from '../i18n/format.ts'
import { useFormat, useT } from '../i18n/provider'
import { useNow } from '../i18n/time'
import { Button } from './button'
import { cn } from './cn'
import { Copyable } from './copy'

export type JobStep = {
  /** The step's own name; also `data-testid="step-<name>"`. */
  name: string
  label: string
  state: 'pending' | 'running' | 'retrying' | 'done' | 'failed' | 'skipped' | 'cancelled' | 'undone'
  startedAt?: Instant | null
  endedAt?: Instant | null
  attempt?: number
  /** The cloud's words while it is retried or when it failed. */
  message?: ReactNode
  requestIds?: readonly string[]
}

const looks: Record<JobStep['state'], { icon: LucideIcon; tone: string; key: `state.${JobStep['state']}` }> = {
  pending: { icon: CircleDashed, tone: 'text-muted', key: 'state.pending' },
  running: { icon: LoaderCircle, tone: 'text-busy [&>svg]:animate-spin', key: 'state.running' },
  retrying: { icon: RotateCw, tone: 'text-warn [&>svg]:animate-spin', key: 'state.retrying' },
  done: { icon: Check, tone: 'text-ok', key: 'state.done' },
  failed: { icon: CircleX, tone: 'text-bad', key: 'state.failed' },
  skipped: { icon: SkipForward, tone: 'text-muted', key: 'state.skipped' },
  cancelled: { icon: Ban, tone: 'text-muted', key: 'state.cancelled' },
  undone: { icon: Undo2, tone: 'text-muted', key: 'state.undone' },
}

/** The steps of a job as they happen: state, duration, attempts, the cloud's words, and Retry at the failed one. */
export function JobSteps({
  steps,
  onRetry,
  retryReason,
}: {
  steps: readonly JobStep[]
  onRetry?: () => void /** Why it cannot be retried. */
  retryReason?: string
}) {
  const t = useT()
  const format = useFormat()
  const now = useNow()
  return (
    <ol aria-label={t('ui.jobSteps')} className="min-w-0 text-base">
      {steps.map((step, index) => {
        const look = looks[step.state]
        const Icon = look.icon
        const started = step.startedAt ? new Date(step.startedAt).getTime() : null
        const ended = step.endedAt
          ? new Date(step.endedAt).getTime()
          : step.state === 'running' || step.state === 'retrying'
            ? now
            : null
        return (
          <li
            key={step.name}
            data-testid={`step-${step.name}`}
            data-state={step.state}
            className="relative flex gap-3 pb-3 last:pb-0"
          >
            {index < steps.length - 1 && (
              <span className="absolute top-6 bottom-0 left-[0.5625rem] w-px bg-line" aria-hidden />
            )}
            <span className={cn('flex size-5 shrink-0 items-center justify-center', look.tone)}>
              <Icon className="size-4" aria-hidden />
            </span>
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span className={cn(step.state === 'pending' && 'text-muted')}>{step.label}</span>
                <span
                  className={cn('text-sm', step.state === 'done' || step.state === 'pending' ? 'spoken' : look.tone)}
                >
                  {t(look.key)}
                </span>
                {step.attempt !== undefined && step.attempt > 1 && (
                  <span className="text-sm text-muted">{t('ui.attempt', { attempt: step.attempt })}</span>
                )}
                {started !== null && ended !== null && (
                  <span className="tabular ml-auto text-sm text-muted" suppressHydrationWarning>
                    {format.duration(ended - started)}
                  </span>
                )}
              </p>
              {step.message && (
                <p
                  className={cn(
                    'mt-0.5 max-w-prose text-sm break-words',
                    step.state === 'failed' ? 'text-bad' : 'text-muted',
                  )}
                >
                  {step.message}
                </p>
              )}
              {step.requestIds && step.requestIds.length > 0 && step.state === 'failed' && (
                <p className="mt-0.5 text-xs text-muted">
                  {step.requestIds.map((id) => (
                    <Copyable key={id} text={id} what={t('ui.cloudRequestId')} />
                  ))}
                </p>
              )}
              {step.state === 'failed' && onRetry && (
                <Button
                  size="sm"
                  icon={RotateCw}
                  className="mt-2"
                  onClick={onRetry}
                  disabledReason={retryReason}
                  data-testid="action-retry"
                >
                  {t('common.retry')}
                </Button>
              )}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

export type FormStep = { id: string; label: string; state: 'todo' | 'current' | 'done' | 'error' }

/** The step list of a wizard: every step can be gone to, none hides. */
export function StepList({
  steps,
  onGo,
  label,
}: {
  steps: readonly FormStep[]
  onGo: (id: string) => void
  label: string
}) {
  const t = useT()
  return (
    <nav aria-label={label}>
      <ol className="relative flex gap-1 overflow-x-auto lg:flex-col">
        {steps.map((step, index) => (
          <li key={step.id} className="relative shrink-0">
            <button
              type="button"
              data-testid={`wizard-step-${step.id}`}
              aria-current={step.state === 'current' ? 'step' : undefined}
              onClick={() => onGo(step.id)}
              className={cn(
                'flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left whitespace-nowrap hover:bg-hover',
                step.state === 'current' ? 'bg-accent-soft font-medium' : 'text-muted',
              )}
            >
              <span
                aria-hidden
                className={cn(
                  'tabular flex size-5 shrink-0 items-center justify-center rounded-full border text-xs',
                  step.state === 'current' && 'border-accent text-accent-text',
                  step.state === 'todo' && 'border-edge',
                  step.state === 'done' && 'border-transparent bg-ok-soft text-ok',
                  step.state === 'error' && 'border-transparent bg-bad-soft text-bad',
                )}
              >
                {step.state === 'done' ? (
                  <Check className="size-3.5" />
                ) : step.state === 'error' ? (
                  <CircleAlert className="size-3.5" />
                ) : (
                  index + 1
                )}
              </span>
              <span>{step.label}</span>
              {step.state !== 'todo' && (
                <span className="spoken">
                  ,{' '}
                  {t(
                    step.state === 'done' ? 'ui.stepDone' : step.state === 'error' ? 'ui.stepError' : 'ui.stepCurrent',
                  )}
                </span>
              )}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
