'use client'

import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext, useId } from 'react'
import { useT } from '../i18n/provider'
import { cn } from './cn'

type FieldContext = {
  id: string
  describedBy: string | undefined
  invalid: boolean
  required: boolean
  labelId: string
}
const Context = createContext<FieldContext | null>(null)

/** What a control takes from the Field around it: id, description, error and required state. */
export function useField(own?: { id?: string; 'aria-describedby'?: string }) {
  const field = useContext(Context)
  return {
    id: own?.id ?? field?.id,
    'aria-describedby': [field?.describedBy, own?.['aria-describedby']].filter(Boolean).join(' ') || undefined,
    'aria-invalid': field?.invalid || undefined,
    'aria-required': field?.required || undefined,
  }
}
/** The id of the label, for groups that `<label for>` cannot name. */
export const useFieldLabel = () => useContext(Context)?.labelId

export type FieldProps = {
  /** The name in the form's values; also `data-testid="field-<name>"` and the anchor of the error summary. */
  name: string
  label: ReactNode
  required?: boolean
  /** Marks the field as optional in text, where most of the others are required. */
  optional?: boolean
  hint?: ReactNode
  error?: ReactNode
  /** Label left of the control (switches), or above it. */
  inline?: boolean
  /** The control is a group (radio cards, several inputs): it is named by `aria-labelledby`. */
  group?: boolean
  className?: string
  children: ReactNode
}

/** A labelled control. Whatever stands in it finds its id, hint and error through the context. */
export function Field({
  name,
  label,
  required,
  optional,
  hint,
  error,
  inline,
  group,
  className,
  children,
}: FieldProps) {
  const t = useT()
  const own = useId()
  const id = `field-${name.replace(/[^\w-]/g, '-')}-${own.replace(/\W/g, '')}`
  const labelId = `${id}-label`
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  const Label = group ? 'div' : 'label'
  const head = (
    <Label id={labelId} {...(group ? {} : { htmlFor: id })} className="block font-medium">
      {label}
      {(required || optional) && (
        <span className="ml-1.5 text-xs font-normal text-muted">
          {t(required ? 'common.required' : 'common.optional')}
        </span>
      )}
    </Label>
  )
  const notes = (
    <>
      {hint && (
        <p id={`${id}-hint`} className="max-w-prose text-sm text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm text-bad">
          <CircleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
          <span>{error}</span>
        </p>
      )}
    </>
  )
  return (
    <Context value={{ id, labelId, describedBy, invalid: Boolean(error), required: Boolean(required) }}>
      <div
        data-testid={`field-${name}`}
        data-field={name}
        {...(group ? { role: 'group', 'aria-labelledby': labelId, 'aria-describedby': describedBy } : {})}
        className={cn('min-w-0', inline ? 'flex items-start gap-3' : 'space-y-1.5', className)}
      >
        {inline ? (
          <>
            <div className="pt-px">{children}</div>
            <div className="min-w-0 space-y-0.5">
              {head}
              {notes}
            </div>
          </>
        ) : (
          <>
            {head}
            {children}
            {notes}
          </>
        )}
      </div>
    </Context>
  )
}
