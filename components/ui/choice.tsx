'use client'

import * as Radio from 'radix-ui/radio-group'
import * as SwitchParts from 'radix-ui/switch'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './cn'
import { useField, useFieldLabel } from './field'

/** An on-off setting that applies at once or with its form. Stands in a Field with `inline`, or takes `aria-label`. */
export function Switch({
  checked,
  onChange,
  className,
  ...rest
}: Omit<ComponentProps<typeof SwitchParts.Root>, 'onChange' | 'onCheckedChange'> & {
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  return (
    <SwitchParts.Root
      {...rest}
      {...useField(rest)}
      checked={checked}
      onCheckedChange={onChange}
      className={cn(
        'relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-edge bg-off-soft p-0.5 before:absolute before:-inset-1 data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-50',
        className,
      )}
    >
      <SwitchParts.Thumb className="size-3.5 rounded-full bg-edge transition-transform duration-100 data-[state=checked]:translate-x-4 data-[state=checked]:bg-accent-ink" />
    </SwitchParts.Root>
  )
}

export type RadioCard<Value extends string> = {
  value: Value
  label: ReactNode
  /** A second line: sizes, addresses, what it means. */
  hint?: ReactNode
  /** Right edge: a price, a badge. */
  aside?: ReactNode
  /** Why this cannot be chosen; it stays reachable and says so. */
  disabledReason?: ReactNode
}

/** One choice out of a few, each with a line of explanation. For more than about twelve use Combobox. */
export function RadioCards<Value extends string>({
  value,
  onChange,
  options,
  columns = 1,
  label,
}: {
  value: Value | null
  onChange: (value: Value) => void
  options: readonly RadioCard<Value>[]
  columns?: 1 | 2 | 3
  /** The group's name, outside of a Field. */
  label?: string
}) {
  const labelId = useFieldLabel()
  const field = useField()
  const own = useId()
  return (
    <Radio.Root
      value={value ?? ''}
      onValueChange={(next) => {
        const option = options.find((each) => each.value === next)
        if (option && !option.disabledReason) onChange(option.value)
      }}
      aria-label={label}
      aria-labelledby={label ? undefined : labelId}
      aria-describedby={field['aria-describedby']}
      aria-required={field['aria-required']}
      className={cn(
        'grid grid-cols-1 gap-2',
        columns === 2 && 'sm:grid-cols-2',
        columns === 3 && 'sm:grid-cols-2 lg:grid-cols-3',
      )}
    >
      {options.map((option, index) => (
        <Radio.Item
          key={option.value}
          // The first card takes the focus that an error summary or a label gives to the group.
          id={index === 0 ? field.id : undefined}
          value={option.value}
          aria-disabled={option.disabledReason ? true : undefined}
          aria-labelledby={`${own}-${index}-label`}
          aria-describedby={option.hint || option.disabledReason ? `${own}-${index}-hint` : undefined}
          className="group flex min-w-0 items-start gap-2.5 rounded-md border border-edge/60 bg-canvas px-3 py-2 text-left not-aria-disabled:not-data-[state=checked]:hover:bg-hover aria-disabled:cursor-not-allowed aria-disabled:bg-surface aria-disabled:text-muted data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
        >
          <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-edge bg-canvas group-data-[state=checked]:border-accent">
            <Radio.Indicator className="size-2 rounded-full bg-accent" />
          </span>
          <span className="min-w-0 flex-1">
            <span id={`${own}-${index}-label`} className="block font-medium">
              {option.label}
            </span>
            {(option.hint || option.disabledReason) && (
              <span id={`${own}-${index}-hint`} className="block text-sm text-muted">
                {option.hint}
                {option.disabledReason && <span className="block text-warn">{option.disabledReason}</span>}
              </span>
            )}
          </span>
          {option.aside && <span className="tabular shrink-0 text-sm text-muted">{option.aside}</span>}
        </Radio.Item>
      ))}
    </Radio.Root>
  )
}
