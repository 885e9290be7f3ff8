'use client'

import { Eye, EyeOff, Minus, Plus, Search, X } from 'lucide-react'
import { type ComponentProps, type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import { useT } from '../i18n/provider'
import { IconButton } from './button'
import { cn } from './cn'
import { useField } from './field'

export const controlClass =
  'w-full min-w-0 rounded-md border border-edge bg-canvas px-2.5 text-base text-ink aria-invalid:border-bad disabled:bg-surface disabled:text-muted  focus-visible:outline-offset-0'

export function Input({ className, mono, ...rest }: ComponentProps<'input'> & { mono?: boolean }) {
  return (
    <input
      type="text"
      autoComplete="off"
      {...rest}
      {...useField(rest)}
      className={cn(controlClass, 'h-8 read-only:bg-surface', mono && 'font-mono text-sm', className)}
    />
  )
}

/** A password field with show and hide; paste and password managers work. */
export function PasswordInput({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  const t = useT()
  const [shown, setShown] = useState(false)
  return (
    <span className="relative block">
      <Input {...rest} type={shown ? 'text' : 'password'} className={cn('pr-9', className)} />
      <IconButton
        icon={shown ? EyeOff : Eye}
        label={t(shown ? 'ui.hide' : 'ui.show')}
        aria-pressed={shown}
        size="sm"
        className="absolute top-0.5 right-0.5"
        onClick={() => setShown(!shown)}
      />
    </span>
  )
}

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

export function Textarea({ className, mono, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }) {
  return (
    <textarea
      rows={3}
      {...rest}
      {...useField(rest)}
      className={cn(
        controlClass,
        'block py-1.5 leading-5 read-only:bg-surface',
        mono && 'font-mono text-sm',
        className,
      )}
    />
  )
}

export type SearchInputProps = {
  value: string
  /** Called 200 ms after the last key, or at once on Enter and on clearing. */
  onChange: (value: string) => void
  label: string
  placeholder?: string
  /** `/` puts the focus here. */
  hotkey?: boolean
  ref?: Ref<HTMLInputElement>
  className?: string
}

export function SearchInput({ value, onChange, label, placeholder, hotkey, ref, className }: SearchInputProps) {
  const t = useT()
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    // Changed from outside (back, "Clear filters"): what we sent ourselves is no news.
    if (value !== sent.current) {
      sent.current = value
      setText(value)
    }
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const send = (next: string, delayMs: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      sent.current = next
      onChange(next)
    }, delayMs)
  }
  return (
    <span className={cn('relative block', className)}>
      <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" aria-hidden />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        aria-keyshortcuts={hotkey ? '/' : undefined}
        placeholder={placeholder ?? t('ui.searchShort')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        className={cn(controlClass, 'h-8 pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden')}
        onChange={(event) => {
          setText(event.target.value)
          send(event.target.value, 200)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(text, 0)
          if (event.key === 'Escape' && text) {
            event.stopPropagation()
            setText('')
            send('', 0)
          }
        }}
      />
      {text ? (
        <IconButton
          icon={X}
          label={t('ui.clear')}
          size="sm"
          className="absolute top-1 right-1 size-6"
          onClick={() => {
            setText('')
            send('', 0)
          }}
        />
      ) : (
        hotkey && (
          <kbd
            className="pointer-events-none absolute top-1.5 right-2 rounded-sm border border-line px-1 text-xs text-muted"
            aria-hidden
          >
            /
          </kbd>
        )
      )}
    </span>
  )
}
