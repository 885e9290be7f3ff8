'use client'

import { Eye, EyeOff, Search, X } from 'lucide-react'
import { type ComponentProps, type Ref, useEffect, useRef, useState } from 'react'
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
