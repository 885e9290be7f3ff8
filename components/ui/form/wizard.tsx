'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { FieldValues } from 'react-hook-form'
import { useT } from '../../i18n/provider'
import { Button, ButtonLink } from '../button'
import { type FormStep, StepList } from '../steps'
import { flattenErrors } from './errors.ts'
import { Form, type FormHandle } from './form'

export type WizardStep = {
  id: string
  title: string
  description?: ReactNode
  /** Names of the fields in it, for the marks in the step list. */
  fields: readonly string[]
  /** What must be there for the mark "done"; by default every field of it has a value and no error. */
  done?: boolean
  content: ReactNode
}

/**
 * A long form on one page: step list left, all steps one below the other in the middle, summary and preflight right and
 * always in sight (below on phones). Nothing is hidden behind "Next"; the list leads and shows what is missing.
 */
export function Wizard<In extends FieldValues>({
  form,
  label,
  steps,
  summary,
  submitLabel,
  submitReason,
  cancelHref,
}: {
  form: FormHandle<In>
  label: string
  steps: readonly WizardStep[]
  summary: ReactNode
  submitLabel: string
  /** Why it cannot be sent: `usePreflightReason(rows)`. */
  submitReason?: string
  cancelHref?: string
}) {
  const t = useT()
  const [current, setCurrent] = useState(steps[0]?.id ?? '')
  const root = useRef<HTMLDivElement>(null)
  const { errors, touchedFields } = form.formState
  const wrong = flattenErrors(errors).map(([name]) => name)
  const values = form.watch()
  const ids = steps.map((step) => step.id).join()

  // The step that is being worked on is the one with the focus, or else the topmost in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sections change with the ids
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        const seen = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target as HTMLElement)
        if (seen[0]?.dataset.step && !root.current?.contains(document.activeElement)) setCurrent(seen[0].dataset.step)
      },
      { rootMargin: '-10% 0px -70% 0px' },
    )
    for (const section of root.current?.querySelectorAll('[data-step]') ?? []) observer.observe(section)
    return () => observer.disconnect()
  }, [ids])

  const list: FormStep[] = steps.map((step) => {
    const inStep = (name: string) => step.fields.some((field) => name === field || name.startsWith(`${field}.`))
    const filled = step.fields.every((field) => {
      const value: unknown = field
        .split('.')
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], values)
      return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
    })
    const touched = step.fields.some((field) => field in touchedFields) || step.fields.length === 0
    const state = wrong.some(inStep)
      ? 'error'
      : step.id === current
        ? 'current'
        : (step.done ?? (filled && touched))
          ? 'done'
          : 'todo'
    return { id: step.id, label: step.title, state }
  })
  const go = (id: string) => {
    setCurrent(id)
    const section = root.current?.querySelector<HTMLElement>(`[data-step="${id}"]`)
    section?.scrollIntoView({ behavior: 'smooth', block: 'start' })
    section?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
  }
  const last = steps.at(-1)?.id

  return (
    <div className="grid grid-cols-1 gap-x-8 gap-y-4 lg:grid-cols-[11rem_minmax(0,1fr)] xl:grid-cols-[11rem_minmax(0,44rem)_20rem]">
      <div className="lg:sticky lg:top-16 lg:self-start">
        <StepList steps={list} onGo={go} label={label} />
      </div>
      <div ref={root} className="min-w-0">
        <Form form={form} label={label} enterSubmits={current === last && !submitReason} className="space-y-2">
          {steps.map((step) => (
            <section
              key={step.id}
              data-step={step.id}
              aria-labelledby={`step-${step.id}`}
              onFocus={() => setCurrent(step.id)}
              className="scroll-mt-16 border-t border-line pt-3 pb-6 first-of-type:border-t-0 first-of-type:pt-0"
            >
              <h2 id={`step-${step.id}`} tabIndex={-1} className="mb-3 text-lg outline-none">
                {step.title}
              </h2>
              {step.description && <p className="-mt-2 mb-3 max-w-prose text-sm text-muted">{step.description}</p>}
              <div className="space-y-4">{step.content}</div>
            </section>
          ))}
        </Form>
      </div>
      <aside className="min-w-0 lg:col-start-2 xl:sticky xl:top-16 xl:col-start-3 xl:max-h-[calc(100dvh-5rem)] xl:self-start xl:overflow-y-auto">
        <div className="space-y-4 border-t border-line pt-3 xl:border-t-0 xl:border-l xl:pt-0 xl:pb-1 xl:pl-6">
          {summary}
          <div className="flex flex-wrap gap-2">
            <Button
              variant="primary"
              className="flex-1"
              busy={form.busy}
              disabledReason={submitReason}
              data-testid="submit"
              onClick={() => void form.submit()}
            >
              {submitLabel}
            </Button>
            {cancelHref && <ButtonLink href={cancelHref}>{t('common.cancel')}</ButtonLink>}
          </div>
        </div>
      </aside>
    </div>
  )
}
