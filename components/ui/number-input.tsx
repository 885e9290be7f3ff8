'use client'

import { Minus, Plus } from 'lucide-react'
import { type ComponentProps, type ReactNode, useRef, useState } from 'react'
import { useT } from '../i18n/provider'
import { IconButton } from './button'
import { cn } from './cn'
import { useField } from './field'

export type NumberInputProps = Omit<
  ComponentProps<'input'>,
  'value' | 'defaultValue' | 'onChange' | 'type' | 'min' | 'max' | 'step'
> & {
  value: number | null
  /** `null` while the field is empty or no number. */
  onChange: (value: number | null) => void
  min?: number
  max?: number
  step?: number
  /** Shown inside, right of the number: GiB, vCPU, days. */
  unit?: ReactNode
}

/** An integer or decimal with unit and step buttons. It never corrects what is being typed: rules are the form's. */
export function NumberInput({
  value,
  onChange,
  min,
  max,
  step = 1,
  unit,
  className,
  onBlur,
  ...rest
}: NumberInputProps) {
  const t = useT()
  const [text, setText] = useState(value === null ? '' : String(value))
  const known = useRef(value)
  if (known.current !== value) {
    known.current = value
    if (Number(text) !== value || text === '') setText(value === null ? '' : String(value))
  }
  const put = (next: number | null) => {
    known.current = next
    onChange(next)
  }
  const by = (delta: number) => {
    const next = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, (value ?? min ?? 0) + delta))
    setText(String(next))
    put(next)
  }
  const field = useField(rest)
  return (
    <span
      className={cn(
        'flex h-8 w-full min-w-0 items-center rounded-md border border-edge bg-canvas has-aria-invalid:border-bad has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent',
        className,
      )}
    >
      <input
        {...rest}
        {...field}
        type="text"
        inputMode={Number.isInteger(step) ? 'numeric' : 'decimal'}
        autoComplete="off"
        role="spinbutton"
        aria-valuenow={value ?? undefined}
        aria-valuemin={min}
        aria-valuemax={max}
        value={text}
        className="tabular h-full w-full min-w-0 rounded-md bg-transparent px-2.5 outline-none"
        onBlur={onBlur}
        onChange={(event) => {
          setText(event.target.value)
          const trimmed = event.target.value.trim().replace(',', '.')
          const number = Number(trimmed)
          put(trimmed === '' || !Number.isFinite(number) ? null : number)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
          event.preventDefault()
          by((event.key === 'ArrowUp' ? step : -step) * (event.shiftKey ? 10 : 1))
        }}
      />
      {unit && <span className="pr-1.5 text-sm text-muted">{unit}</span>}
      {/* The arrow keys do the same: the buttons need no tab stops of their own. */}
      <IconButton
        icon={Minus}
        label={t('ui.decrease')}
        size="sm"
        tabIndex={-1}
        className="size-6"
        onClick={() => by(-step)}
      />
      <IconButton
        icon={Plus}
        label={t('ui.increase')}
        size="sm"
        tabIndex={-1}
        className="mr-0.5 size-6"
        onClick={() => by(step)}
      />
    </span>
  )
}
