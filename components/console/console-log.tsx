'use client'

import { ChevronDown, ChevronUp, Copy, Download, ListOrdered, RotateCw, WrapText } from 'lucide-react'
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useFormat, useT } from '../i18n/provider'
import { IconButton } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { cn } from '../ui/cn'
import { copyText } from '../ui/copy'
import { EmptyState, ErrorState, Skeleton } from '../ui/error-state'
import { SearchInput } from '../ui/input'
import { Select } from '../ui/select'
import { notify } from '../ui/toast'
import { type AnsiLine, type AnsiStyle, parseAnsi, plainLine } from './ansi'
import { type ConsoleApi, consoleApi } from './api'
import { findMatches, type Match, piecesOf } from './log-search'
import { useConsoleLog } from './use-console-log'

const choices = ['100', '500', '2000', 'all'] as const

/** The sixteen colours of a terminal, each readable on the log's dark ground. */
const palette = [
  '#8b9098',
  '#ff7b72',
  '#7ee787',
  '#e3b341',
  '#79b8ff',
  '#d2a8ff',
  '#76e3ea',
  '#d0d5dc',
  '#9aa0a9',
  '#ffa198',
  '#a5f0ad',
  '#f2cc60',
  '#a5d0ff',
  '#e2c5ff',
  '#b3f0ff',
  '#ffffff',
]
const colorOf = (color: AnsiStyle['fg']) => (typeof color === 'number' ? palette[color] : color)

const cssOf = ({ fg, bg, bold, dim, italic, underline, inverse }: AnsiStyle): React.CSSProperties | undefined => {
  const [ink, ground] = inverse ? [colorOf(bg) ?? '#14171c', colorOf(fg) ?? '#d0d5dc'] : [colorOf(fg), colorOf(bg)]
  return {
    // On a coloured ground the guest's own choice would often be unreadable with this palette: dark text is not.
    color: ground ? '#14171c' : ink,
    backgroundColor: ground,
    fontWeight: bold ? 650 : undefined,
    opacity: dim ? 0.75 : undefined,
    fontStyle: italic ? 'italic' : undefined,
    textDecoration: underline ? 'underline' : undefined,
  }
}

/** What the guest has written to its console: followed, searched, copied. Shown as text, whatever it contains. */
export function ConsoleLog({
  instance,
  api = consoleApi,
  className,
}: {
  instance: { uuid: string; name: string }
  api?: ConsoleApi
  className?: string
}) {
  const t = useT()
  const format = useFormat()
  const [choice, setChoice] = useState<(typeof choices)[number]>('500')
  const [follow, setFollow] = useState(false)
  const [atEnd, setAtEnd] = useState(true)
  const [wrap, setWrap] = useState(true)
  const [numbers, setNumbers] = useState(true)
  const [query, setQuery] = useState('')
  const [current, setCurrent] = useState(0)
  const box = useRef<HTMLElement>(null)

  const count = choice === 'all' ? undefined : Number(choice)
  const { text, error, loading, refresh } = useConsoleLog(api, instance.uuid, count, follow && atEnd)
  const lines = useMemo(() => (text ? parseAnsi(text) : []), [text])
  const wanted = useDeferredValue(query)
  const matches = useMemo(() => findMatches(lines, wanted), [lines, wanted])
  const byLine = useMemo(() => Map.groupBy(matches, ({ line }) => line), [matches])
  const chosen = matches[Math.min(current, matches.length - 1)]

  // New text is followed to its end, unless the reader has scrolled up.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new text
  useEffect(() => {
    if (atEnd && !wanted && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  useEffect(() => {
    if (!chosen) return
    box.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'center' })
  }, [chosen])

  const step = (by: number) => setCurrent((at) => (at + by + matches.length) % Math.max(1, matches.length))
  const search = (next: string) => {
    if (next === query) return // Enter sends the same text again and goes on to the next match
    setQuery(next)
    setCurrent(0)
  }
  const plain = () => `${lines.map(plainLine).join('\n')}\n`
  const copy = async () => {
    if (await copyText(plain())) notify.success(t('ui.copied'))
    else notify.error(t('ui.copyFailed'))
  }
  const download = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text ?? ''], { type: 'text/plain' }))
    link.download = `${instance.name}-console.log`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }

  return (
    <section
      aria-label={t('console.logTitle', { name: instance.name })}
      data-testid="console-log"
      className={className}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 pb-2">
        <Select
          compact
          className="w-36"
          aria-label={t('console.logLines')}
          value={choice}
          onChange={setChoice}
          options={choices.map((value) => ({
            value,
            label:
              value === 'all' ? t('console.logAll') : t('console.logLast', { count: format.integer(Number(value)) }),
          }))}
        />
        <Checkbox checked={follow} onChange={setFollow} label={t('console.logFollow')} />
        {follow && !atEnd && <span className="text-sm text-warn">{t('console.logPaused')}</span>}
        <form
          className="flex items-center gap-1"
          onSubmit={(event) => {
            event.preventDefault()
            if (matches.length > 0) step(1)
          }}
        >
          <SearchInput value={query} onChange={search} label={t('console.logSearch')} className="w-48" />
          <span className="tabular min-w-16 text-sm text-muted" role="status" data-testid="log-matches">
            {wanted &&
              (chosen
                ? t('console.logMatches', {
                    at: format.integer(matches.indexOf(chosen) + 1),
                    count: format.integer(matches.length),
                  })
                : t('console.logNoMatches'))}
          </span>
          <IconButton
            size="sm"
            icon={ChevronUp}
            label={t('console.logPrevious')}
            disabledReason={chosen ? undefined : t('console.logNoMatches')}
            onClick={() => step(-1)}
          />
          <IconButton
            size="sm"
            icon={ChevronDown}
            label={t('console.logNext')}
            disabledReason={chosen ? undefined : t('console.logNoMatches')}
            onClick={() => step(1)}
          />
        </form>
        <span className="ml-auto flex items-center gap-1">
          <IconButton
            size="sm"
            icon={WrapText}
            label={t('console.logWrap')}
            aria-pressed={wrap}
            variant={wrap ? 'secondary' : 'quiet'}
            onClick={() => setWrap(!wrap)}
          />
          <IconButton
            size="sm"
            icon={ListOrdered}
            label={t('console.logNumbers')}
            aria-pressed={numbers}
            variant={numbers ? 'secondary' : 'quiet'}
            onClick={() => setNumbers(!numbers)}
          />
          <IconButton size="sm" icon={Copy} label={t('console.logCopy')} onClick={() => void copy()} />
          <IconButton size="sm" icon={Download} label={t('console.logDownload')} onClick={download} />
          <IconButton
            size="sm"
            icon={RotateCw}
            label={t('console.logRefresh')}
            busy={loading}
            onClick={() => void refresh()}
          />
        </span>
      </div>
      {error && (
        <div className="pb-2">
          <ErrorState
            error={{ message: t('console.logFailed'), cause: error.message || null }}
            onRetry={() => void refresh()}
          />
        </div>
      )}
      {text === null && !error && <Skeleton className="h-64" />}
      {text === '' && <EmptyState text={t('console.logEmpty')} />}
      {text && (
        <section
          ref={box}
          aria-label={t('console.log')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          data-testid="console-log-text"
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
            setAtEnd(scrollHeight - scrollTop - clientHeight < 24)
          }
          className={cn(
            'max-h-[65dvh] min-h-40 overflow-auto rounded-md border border-line bg-[#14171c] py-2 font-mono text-xs leading-5 text-[#d0d5dc]',
            wrap ? 'whitespace-pre-wrap wrap-anywhere' : 'whitespace-pre',
          )}
        >
          {lines.map((line, index) => (
            <LogLine
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
              key={index}
              line={line}
              number={numbers ? index + 1 : undefined}
              matches={byLine.get(index)}
              chosen={chosen?.line === index ? chosen : undefined}
            />
          ))}
        </section>
      )}
    </section>
  )
}

const none: readonly Match[] = []

const LogLine = memo(function LogLine({
  line,
  number,
  matches = none,
  chosen,
}: {
  line: AnsiLine
  number: number | undefined
  matches: readonly Match[] | undefined
  chosen: Match | undefined
}) {
  return (
    <div className="flex px-3">
      {number !== undefined && (
        <span className="tabular w-12 shrink-0 pr-3 text-right text-[#8b9098] select-none" aria-hidden>
          {number}
        </span>
      )}
      <span className="min-w-0 flex-1">
        {piecesOf(line, matches).map(({ text, style, match }, index) => {
          const look = cssOf(style)
          return match ? (
            <mark
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a line have no identity but their place
              key={index}
              data-current={match === chosen || undefined}
              className={match === chosen ? 'bg-[#f2cc60] text-[#14171c]' : 'bg-[#5c4a12] text-[#ffe9a8]'}
            >
              {text}
            </mark>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <span key={index} style={look}>
              {text}
            </span>
          )
        })}
        {line.length === 0 && '\u200b'}
      </span>
    </div>
  )
})
