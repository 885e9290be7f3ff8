'use client'

import { Check, Minus } from 'lucide-react'
import * as CheckboxParts from 'radix-ui/checkbox'
import { Checkbox as Box } from 'radix-ui/checkbox'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './cn'
import { useField } from './field'

export type CheckboxProps = Omit<ComponentProps<typeof Box>, 'onChange' | 'onCheckedChange' | 'checked'> & {
  checked: boolean | 'indeterminate'
  onChange: (checked: boolean) => void
  /** Text right of the box; without it give `aria-label` or stand in a Field. */
  label?: ReactNode
  hint?: ReactNode
}

export function Checkbox({ checked, onChange, label, hint, className, ...rest }: CheckboxProps) {
  const own = useId()
  const field = useField({
    id: rest.id ?? (label ? own : undefined),
    'aria-describedby': hint ? `${own}-hint` : undefined,
  })
  const box = (
    <Box
      {...rest}
      {...field}
      checked={checked}
      onCheckedChange={(next) => onChange(next === true)}
      className={cn(
        'relative inline-flex size-4 shrink-0 align-middle items-center justify-center rounded-sm border border-edge bg-canvas before:absolute before:-inset-1.5 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent disabled:opacity-50',
        className,
      )}
    >
      <CheckboxParts.Indicator className="text-accent-ink">
        {checked === 'indeterminate' ? (
          <Minus className="size-3" strokeWidth={3} />
        ) : (
          <Check className="size-3" strokeWidth={3} />
        )}
      </CheckboxParts.Indicator>
    </Box>
  )
  if (!label) return box
  return (
    <span className="flex items-start gap-2">
      <span className="flex h-5 items-center">{box}</span>
      <span>
        <label htmlFor={field.id} className="cursor-pointer">
          {label}
        </label>
        {hint && (
          <span id={`${own}-hint`} className="block text-sm text-muted">
            {hint}
          </span>
        )}
      </span>
    </span>
  )
}
