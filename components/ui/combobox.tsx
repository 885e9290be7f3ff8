'use client'

import { Check, ChevronsUpDown, X } from 'lucide-react'
import * as Parts from 'radix-ui/popover'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useT } from '../i18n/provider'
import { cn } from './cn'
import { useField, useFieldLabel } from './field'
import { controlClass } from './input'
import { floatClass } from './popover'

export type ComboboxOption<Value extends string = string> = {
  value: Value
  label: string
  /** Second line: address, size, id. It is searched too. */
  hint?: string
  icon?: ReactNode
  aside?: ReactNode
  group?: string
  disabledReason?: string
}

type Source<Value extends string> = {
  /** All choices, filtered here while typing. */
  options?: readonly ComboboxOption<Value>[]
  /** Or a search: called 200 ms after the last key, aborted by the next. Pass a stable function. */
  load?: (query: string, signal: AbortSignal) => Promise<readonly ComboboxOption<Value>[]>
}
type Common<Value extends string> = Source<Value> & {
  placeholder?: string
  /** Accessible name outside of a Field. */
  label?: string
  id?: string
  /** Choices known already, for the labels of chosen values that `load` has not fetched. */
  known?: readonly ComboboxOption<Value>[]
  /** Last line of the list: "Create network". */
  footer?: ReactNode
  compact?: boolean
  className?: string
}
export type ComboboxProps<Value extends string> = Common<Value> &
  (
    | { multiple?: false; value: Value | null; onChange: (value: Value | null) => void; clearable?: boolean }
    | { multiple: true; value: readonly Value[]; onChange: (value: Value[]) => void; clearable?: never }
  )

const matches = (option: ComboboxOption, query: string) =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${option.label} ${option.hint ?? ''} ${option.group ?? ''}`.toLowerCase().includes(word))

/** A choice with search, out of a list or from the server; single or multiple. Arrow keys, Enter, Home, End. */
export function Combobox<Value extends string>(props: ComboboxProps<Value>) {
  const { options, load, placeholder, label, known, footer, compact, className } = props
  const t = useT()
  const listId = useId()
  const labelId = useFieldLabel()
  const field = useField({ id: props.id })
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const { found, loading, failed } = useSource(open, query, options, load)
  const seen = useRef(new Map<Value, ComboboxOption<Value>>())
  for (const option of [...(known ?? []), ...(options ?? []), ...found]) seen.current.set(option.value, option)
  const list = useRef<HTMLDivElement>(null)

  const chosen: readonly Value[] = props.multiple ? props.value : props.value === null ? [] : [props.value]
  const labelOf = (value: Value) => seen.current.get(value)?.label ?? value
  const choose = (option: ComboboxOption<Value>) => {
    if (option.disabledReason) return
    if (props.multiple) {
      props.onChange(
        chosen.includes(option.value) ? chosen.filter((each) => each !== option.value) : [...chosen, option.value],
      )
      return
    }
    props.onChange(option.value)
    setOpen(false)
  }
  const move = (to: number) => {
    const next = Math.min(Math.max(0, to), found.length - 1)
    setAt(next)
    list.current?.querySelector(`[data-index="${next}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKey = (event: KeyboardEvent) => {
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1 }[event.key]
    if (target !== undefined) {
      event.preventDefault()
      move(target)
    } else if (event.key === 'Enter' && found[at]) {
      event.preventDefault()
      choose(found[at])
    }
  }

  return (
    <Parts.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setQuery('')
        setAt(0)
      }}
    >
      <span className={cn('relative block', className)}>
        <Parts.Trigger
          {...field}
          role="combobox"
          aria-expanded={open}
          aria-haspopup="listbox"
          aria-label={label}
          aria-labelledby={label || !labelId ? undefined : `${labelId} ${field.id}-value`}
          className={cn(controlClass, 'flex items-center gap-2 text-left', compact ? 'h-7 px-2 text-sm' : 'h-8')}
        >
          <span id={`${field.id}-value`} className={cn('min-w-0 flex-1 truncate', chosen.length === 0 && 'text-muted')}>
            {chosen.length === 0
              ? (placeholder ?? t('ui.choose'))
              : chosen.length > 2
                ? t('ui.chosen', { count: chosen.length })
                : chosen.map(labelOf).join(', ')}
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-muted" aria-hidden />
        </Parts.Trigger>
        {!props.multiple && props.clearable && props.value !== null && (
          <button
            type="button"
            aria-label={t('ui.clear')}
            onClick={() => props.onChange(null)}
            className="absolute top-1 right-7 flex size-6 items-center justify-center rounded-sm text-muted hover:bg-hover"
          >
            <X className="size-3.5" aria-hidden />
          </button>
        )}
      </span>
      <Parts.Portal>
        <Parts.Content
          aria-label={label ?? t('ui.choose')}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            floatClass,
            'flex max-h-[min(22rem,var(--radix-popover-content-available-height))] w-max max-w-[calc(100vw-1rem)] min-w-[max(14rem,var(--radix-popover-trigger-width))] flex-col',
          )}
        >
          <input
            type="text"
            role="combobox"
            aria-label={t('ui.search')}
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            placeholder={t('ui.searchShort')}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value)
              setAt(0)
            }}
            onKeyDown={onKey}
            className="h-9 shrink-0 border-b border-line bg-transparent px-3 outline-none"
          />
          <div
            ref={list}
            id={listId}
            role="listbox"
            aria-label={label ?? t('ui.choose')}
            aria-multiselectable={props.multiple || undefined}
            aria-busy={loading || undefined}
            className="min-h-0 flex-1 overflow-y-auto p-1"
          >
            {found.map((option, index) => (
              <div key={option.value} role="presentation">
                {option.group && option.group !== found[index - 1]?.group && (
                  <div className="px-2 pt-2 pb-1 text-xs text-muted" role="presentation">
                    {option.group}
                  </div>
                )}
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: the search field holds the focus and handles the keys */}
                <div
                  id={`${listId}-${index}`}
                  data-index={index}
                  role="option"
                  tabIndex={-1}
                  aria-selected={chosen.includes(option.value)}
                  aria-disabled={option.disabledReason ? true : undefined}
                  onPointerMove={() => setAt(index)}
                  onClick={() => choose(option)}
                  className={cn(
                    'flex cursor-pointer items-start gap-2 rounded-sm px-2 py-1.5 text-sm aria-disabled:cursor-not-allowed aria-disabled:text-muted',
                    index === at && 'bg-hover',
                  )}
                >
                  <Check
                    className={cn('mt-px size-4 shrink-0 text-accent', !chosen.includes(option.value) && 'invisible')}
                    aria-hidden
                  />
                  {option.icon}
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{option.label}</span>
                    {option.hint && <span className="block truncate text-xs text-muted">{option.hint}</span>}
                    {option.disabledReason && <span className="block text-xs text-warn">{option.disabledReason}</span>}
                  </span>
                  {option.aside && <span className="tabular shrink-0 text-xs text-muted">{option.aside}</span>}
                </div>
              </div>
            ))}
          </div>
          <div
            role="status"
            className={cn('px-3 text-sm text-muted', (loading || failed || found.length === 0) && 'pb-3')}
          >
            {loading ? t('ui.searching') : failed ? t('ui.errorTitle') : found.length === 0 ? t('ui.noMatches') : ''}
          </div>
          {footer && <div className="border-t border-line p-1">{footer}</div>}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  )
}

/** The matching choices: filtered here, or fetched with a pause after each key and the earlier search given up. */
function useSource<Value extends string>(
  open: boolean,
  query: string,
  options: readonly ComboboxOption<Value>[] | undefined,
  load: Source<Value>['load'],
) {
  const [answer, setAnswer] = useState<{ found: readonly ComboboxOption<Value>[]; loading: boolean; failed: boolean }>({
    found: [],
    loading: Boolean(load),
    failed: false,
  })
  useEffect(() => {
    if (!open || !load) return
    const abort = new AbortController()
    setAnswer((last) => ({ ...last, loading: true, failed: false }))
    const timer = setTimeout(
      () =>
        load(query.trim(), abort.signal).then(
          (found) => !abort.signal.aborted && setAnswer({ found, loading: false, failed: false }),
          () => !abort.signal.aborted && setAnswer({ found: [], loading: false, failed: true }),
        ),
      query ? 200 : 0,
    )
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [open, query, load])
  const filtered = useMemo(
    () => (query.trim() ? (options ?? []).filter((option) => matches(option, query.trim())) : (options ?? [])),
    [options, query],
  )
  return load ? answer : { found: filtered, loading: false, failed: false }
}
