'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { CircleAlert } from 'lucide-react'
import { createContext, type KeyboardEvent, type ReactNode, type RefObject, useContext, useRef, useState } from 'react'
import {
  Controller,
  type DefaultValues,
  type FieldPath,
  type FieldPathValue,
  type FieldValues,
  type UseFormReturn,
  useForm,
} from 'react-hook-form'
import type { ZodType } from 'zod'
import { useT } from '../../i18n/provider'
import { toShownError } from '../confirm'
import { ErrorState, type ShownError } from '../error-state'
import { Field, type FieldProps } from '../field'
import { flattenErrors, splitServerErrors } from './errors.ts'
import { issueMessage } from './zod.ts'

/** What a control in a FormField gets. */
export type Control<Value> = {
  name: string
  value: Value
  onChange: (value: Value | null | undefined | { target: unknown }) => void
  onBlur: () => void
}

type TypedFieldProps<In extends FieldValues, Name extends FieldPath<In>> = Omit<
  FieldProps,
  'name' | 'error' | 'children'
> & {
  name: Name
  children: (control: Control<FieldPathValue<In, Name>>) => ReactNode
}
type TypedField<In extends FieldValues> = <Name extends FieldPath<In>>(props: TypedFieldProps<In, Name>) => ReactNode

export type FormHandle<In extends FieldValues = FieldValues> = UseFormReturn<In> & {
  /** A Field whose names and values are this form's: `<form.Field name="size" label="Size">{(c) => <NumberInput {...c} />}</form.Field>` */
  Field: TypedField<In>
  /** Checks, then sends. */
  submit: () => Promise<void>
  busy: boolean
  /** What the server refused and no field took. */
  failure: ShownError | null
  element: RefObject<HTMLFormElement | null>
  labels: RefObject<Map<string, ReactNode>>
}

/**
 * A form on a zod schema: checked on blur and on submit, texts in the user's language. `onSubmit` gets the parsed
 * values; when it throws an error with `shown: ShownError`, its `fields` land on the fields of the same names.
 */
export function useZodForm<In extends FieldValues, Out>({
  schema,
  defaultValues,
  onSubmit,
}: {
  schema: ZodType<Out, In>
  defaultValues: DefaultValues<In>
  onSubmit: (values: Out) => unknown
}): FormHandle<In> {
  const t = useT()
  const element = useRef<HTMLFormElement>(null)
  const labels = useRef(new Map<string, ReactNode>())
  const [failure, setFailure] = useState<ShownError | null>(null)
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  const form = useForm<In, unknown, Out>({
    resolver: zodResolver(schema, { error: (issue) => issueMessage(t, issue), jitless: true }),
    defaultValues,
    mode: 'onBlur',
    reValidateMode: 'onChange',
    shouldFocusError: false,
  })

  const focusFirst = (names: readonly string[]) =>
    // After the messages are drawn: the first one in the order of the page, not of the schema.
    requestAnimationFrame(() => {
      const fields = element.current?.querySelectorAll<HTMLElement>('[data-field]') ?? []
      const first = [...fields].find((each) =>
        names.some((name) => name === each.dataset.field || name.startsWith(`${each.dataset.field}.`)),
      )
      focusField(first)
    })

  const submit = async () => {
    if (running.current) return
    running.current = true
    setFailure(null)
    try {
      await form.handleSubmit(
        async (values) => {
          setBusy(true)
          try {
            await onSubmit(values)
          } catch (thrown) {
            const shown = toShownError(thrown)
            const { known, rest } = splitServerErrors(shown.fields ?? {}, [...labels.current.keys()])
            for (const [name, message] of known) form.setError(name as FieldPath<In>, { type: 'server', message })
            if (known.length === 0 || rest.length > 0) {
              setFailure({ ...shown, message: rest.length > 0 ? rest.join(' ') : shown.message, fields: undefined })
            }
            if (known.length > 0) focusFirst(known.map(([name]) => name))
          } finally {
            setBusy(false)
          }
        },
        (errors) => focusFirst(flattenErrors(errors).map(([name]) => name)),
      )()
    } finally {
      running.current = false
    }
  }

  // `formState` is a proxy that notes what is read: the spread must not take a copy of it.
  return Object.assign(form as unknown as UseFormReturn<In>, {
    Field: FormField as unknown as TypedField<In>,
    submit,
    busy,
    failure,
    element,
    labels,
  })
}

const Context = createContext<FormHandle | null>(null)

/** Puts the focus into a field, wherever its control is. */
function focusField(field: HTMLElement | undefined): void {
  field
    ?.querySelector<HTMLElement>(
      'input:not([type=hidden]), select, textarea, [role=combobox], [role=radio], [role=switch], [role=checkbox], button',
    )
    ?.focus()
  field?.scrollIntoView({ block: 'nearest' })
}

/** The form's element: error summary on top, Ctrl/Cmd+Enter submits from anywhere in it. */
export function Form<In extends FieldValues>({
  form,
  label,
  enterSubmits = true,
  id,
  className,
  children,
}: {
  form: FormHandle<In>
  label?: string
  /** In a wizard Enter submits only on the last step. */
  enterSubmits?: boolean
  id?: string
  className?: string
  children: ReactNode
}) {
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || event.defaultPrevented) return
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      void form.submit()
    } else if (!enterSubmits && event.target instanceof HTMLInputElement) {
      event.preventDefault()
    }
  }
  return (
    <Context value={form as unknown as FormHandle}>
      <form
        ref={form.element}
        id={id}
        aria-label={label}
        noValidate
        className={className ?? 'space-y-4'}
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault()
          // A form in a dialog of a form: React's events come up through the portal.
          event.stopPropagation()
          void form.submit()
        }}
      >
        <ErrorSummary form={form} />
        {children}
        <button type="submit" hidden />
      </form>
    </Context>
  )
}

function ErrorSummary<In extends FieldValues>({ form }: { form: FormHandle<In> }) {
  const t = useT()
  const { errors, submitCount } = form.formState
  const list = flattenErrors(errors)
  return (
    <>
      {form.failure && <ErrorState error={form.failure} compact />}
      {submitCount > 0 && list.length > 0 && (
        <div
          role="alert"
          data-testid="form-errors"
          className="rounded-md border border-bad/35 bg-bad-soft/45 px-3 py-2 text-sm"
        >
          <p className="flex items-center gap-2 font-medium">
            <CircleAlert className="size-4 text-bad" aria-hidden />
            {t('ui.fixErrors', { count: list.length })}
          </p>
          <ul className="mt-1 space-y-0.5 pl-6">
            {list.map(([name, message]) => (
              <li key={name}>
                <button
                  type="button"
                  className="rounded-sm text-left underline underline-offset-2"
                  onClick={() => {
                    const fields = form.element.current?.querySelectorAll<HTMLElement>('[data-field]') ?? []
                    focusField(
                      [...fields].find(
                        (each) => name === each.dataset.field || name.startsWith(`${each.dataset.field}.`),
                      ),
                    )
                  }}
                >
                  {labelFor(form, name)}: {message}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

/** The label of a field, or of the nearest field around it: `disks.0.size` may stand in the field `disks`. */
function labelFor<In extends FieldValues>(form: FormHandle<In>, name: string): ReactNode {
  for (let path = name; path; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const label = form.labels.current.get(path)
    if (label) return label
  }
  return name
}

type AnyFieldProps = Omit<FieldProps, 'children' | 'error'> & { children: (control: Control<unknown>) => ReactNode }

/** A Field of the form around it; use it as `form.Field`, which knows the names and types. */
function FormField({ name, children, ...rest }: AnyFieldProps): ReactNode {
  const form = useContext(Context)
  if (!form) throw new Error('form.Field must stand inside its Form')
  form.labels.current.set(name, rest.label)
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field, fieldState }) => (
        <Field
          name={name}
          error={fieldState.error?.message ?? flattenErrors({ [name]: fieldState.error } as never)[0]?.[1]}
          {...rest}
        >
          {children({ name: field.name, value: field.value, onChange: field.onChange, onBlur: field.onBlur })}
        </Field>
      )}
    />
  )
}
