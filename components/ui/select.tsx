'use client'

import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useField } from './field'
import { controlClass } from './input'

export type SelectOption<Value extends string> = {
  value: Value
  label: string
  group?: string
  /** Why this cannot be chosen: shown behind the label. */
  disabledReason?: string
}

/** The system's own select: one of a few plain texts. For search, icons or many choices use Combobox. */
export function Select<Value extends string>({
  value,
  onChange,
  options,
  placeholder,
  className,
  compact,
  ...rest
}: Omit<ComponentProps<'select'>, 'value' | 'onChange'> & {
  value: Value | '' | null
  onChange: (value: Value) => void
  options: readonly SelectOption<Value>[]
  /** Text of the empty choice. */
  placeholder?: string
  compact?: boolean
}) {
  const option = (each: SelectOption<Value>) => (
    <option key={each.value} value={each.value} disabled={Boolean(each.disabledReason)}>
      {each.disabledReason ? `${each.label} – ${each.disabledReason}` : each.label}
    </option>
  )
  const groups = [...new Set(options.map((each) => each.group))]
  return (
    <span className={cn('relative inline-block w-full', className)}>
      <select
        {...rest}
        {...useField(rest)}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value as Value)}
        className={cn(controlClass, 'appearance-none truncate pr-8', compact ? 'h-7 pl-2 text-sm' : 'h-8')}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {groups.map((group) =>
          group ? (
            <optgroup key={group} label={group}>
              {options.filter((each) => each.group === group).map(option)}
            </optgroup>
          ) : (
            options.filter((each) => !each.group).map(option)
          ),
        )}
      </select>
      <ChevronDown
        className={cn('pointer-events-none absolute right-2 size-4 text-muted', compact ? 'top-1.5' : 'top-2')}
        aria-hidden
      />
    </span>
  )
}
