'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { useFormat, useLocale, useT } from '../i18n/provider'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Dialog } from '../ui/dialog'
import { Banner } from '../ui/error-state'
import { Field } from '../ui/field'
import { Textarea } from '../ui/input'
import { Select } from '../ui/select'
import { type Layout, layouts, normalizeText, untypable } from './keymaps'
import { readLayout, writeLayout } from './settings'
import { type Speed, speeds, typeText, typingMs } from './typing'
import type { VncScreen } from './vnc'

/** From here on the user is asked first. */
const LONG_CHARS = 2000

type Typing = { sent: number; total: number; stopped?: boolean; done?: boolean }

/** Types a text into the guest, or puts it into the guest's clipboard where there is one. Keeps and logs nothing. */
export function PasteDialog({
  instance,
  screen,
  onClose,
}: {
  instance: { uuid: string; name: string }
  /** Null while the connection is lost: typing stops. */
  screen: VncScreen | null
  onClose: () => void
}) {
  const t = useT()
  const format = useFormat()
  const language = useLocale()
  const countId = useId()
  const [text, setText] = useState('')
  const [dots, setDots] = useState(false)
  const [layout, setLayout] = useState<Layout>(() => readLayout(instance.uuid, language))
  const [speed, setSpeed] = useState<Speed>('normal')
  const [endWithEnter, setEndWithEnter] = useState(false)
  const [mode, setMode] = useState<'type' | 'clipboard'>('type')
  const [asking, setAsking] = useState(false)
  const [typing, setTyping] = useState<Typing | null>(null)
  const [put, setPut] = useState(false)
  const stop = useRef<AbortController>(null)

  useEffect(() => () => stop.current?.abort(), [])
  useEffect(() => {
    if (!screen) stop.current?.abort()
  }, [screen])

  const clipboard = screen?.sharesClipboard() ?? false
  const typed = mode === 'type' || !clipboard
  const missing = typed ? untypable(layout, text) : []
  const whole = `${text}${typed && endWithEnter ? '\n' : ''}`
  const chars = [...normalizeText(whole)].length
  const working = typing !== null && !typing.done && !typing.stopped

  const begin = async () => {
    if (!screen) return
    setAsking(false)
    setPut(false)
    if (!typed) {
      screen.putClipboard(text)
      return setPut(true)
    }
    stop.current = new AbortController()
    const { signal } = stop.current
    setTyping({ sent: 0, total: chars })
    const sent = await typeText({
      text: whole,
      layout,
      eventMs: speeds[speed],
      send: screen.send,
      onProgress: (sent, total) => setTyping({ sent, total }),
      signal,
    })
    setTyping({ sent, total: chars, stopped: sent < chars, done: sent === chars })
  }
  const submit = () => {
    if (!text || !screen || working) return
    if (typed && chars > LONG_CHARS && !asking) setAsking(true)
    else void begin()
  }

  const refusal = !screen ? t('console.notConnected') : text ? undefined : t('console.pasteEmpty')
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('console.pasteTitle', { name: instance.name })}
      description={t('console.pasteHint')}
      busy={working}
      testId="paste-dialog"
      footer={
        working ? (
          <Button variant="danger" data-testid="paste-stop" onClick={() => stop.current?.abort()}>
            {t('console.pasteStop')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t(typing || put ? 'common.close' : 'common.cancel')}</Button>
            <Button variant="primary" data-testid="paste-send" disabledReason={refusal} onClick={submit}>
              {t(!typed ? 'console.pastePut' : asking ? 'console.pasteLongGo' : 'console.pasteSend')}
            </Button>
          </>
        )
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
        }}
      >
        <Field name="paste-text" label={t('console.pasteText')}>
          <Textarea
            value={text}
            rows={6}
            mono
            spellCheck={false}
            autoComplete="off"
            autoFocus
            readOnly={working}
            aria-describedby={countId}
            // The dots of a password field, on a text area that keeps its lines.
            style={dots ? ({ WebkitTextSecurity: 'disc' } as React.CSSProperties) : undefined}
            onChange={(event) => {
              setText(event.target.value)
              setTyping(null)
              setAsking(false)
              setPut(false)
            }}
          />
        </Field>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p id={countId} className="tabular text-sm text-muted" data-testid="paste-count">
            {t('console.pasteCount', {
              bytes: new TextEncoder().encode(text).length,
              lines: text ? normalizeText(text).split('\n').length : 0,
            })}
          </p>
          <Checkbox checked={dots} onChange={setDots} label={t('console.pasteDots')} />
        </div>
        {clipboard && (
          <Field name="paste-mode" label={t('console.pasteMode')}>
            <Select
              value={mode}
              onChange={setMode}
              options={[
                { value: 'type', label: t('console.pasteTyped') },
                { value: 'clipboard', label: t('console.pasteClipboard') },
              ]}
            />
          </Field>
        )}
        {typed && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="paste-layout" label={t('console.pasteLayout')}>
              <Select
                value={layout}
                disabled={working}
                onChange={(next) => {
                  setLayout(next)
                  writeLayout(instance.uuid, next)
                }}
                options={layouts.map((value) => ({ value, label: t(`console.layout.${value}`) }))}
              />
            </Field>
            <Field name="paste-speed" label={t('console.pasteSpeed')}>
              <Select
                value={speed}
                disabled={working}
                onChange={setSpeed}
                options={(['normal', 'slow'] as const).map((value) => ({ value, label: t(`console.speed.${value}`) }))}
              />
            </Field>
            <Checkbox checked={endWithEnter} onChange={setEndWithEnter} label={t('console.pasteEnter')} />
          </div>
        )}
        {missing.length > 0 && (
          <div data-testid="paste-untypable">
            <Banner tone="warn">
              {t('console.pasteUntypable', { count: missing.length })}:{' '}
              <span className="font-mono break-all">
                {missing.slice(0, 40).map(shown).join(' ')}
                {missing.length > 40 && ' …'}
              </span>
            </Banner>
          </div>
        )}
        {asking && (
          <div data-testid="paste-long">
            <Banner tone="warn">
              <b>{t('console.pasteLong', { count: format.integer(chars) })}</b>{' '}
              {t('console.pasteLongText', { time: format.duration(typingMs(whole, layout, speeds[speed])) })}
            </Banner>
          </div>
        )}
        <div role="status" data-testid="paste-progress" className="text-sm">
          {typing && (
            <>
              <progress
                value={typing.sent}
                max={typing.total}
                aria-label={t('console.paste')}
                className="block h-1.5 w-full accent-accent"
              />
              {typing.done
                ? t('console.pasteDone', { total: typing.total })
                : t(typing.stopped ? 'console.pasteStopped' : 'console.pasteProgress', {
                    sent: format.integer(typing.sent),
                    total: format.integer(typing.total),
                  })}
            </>
          )}
          {put && t('console.pasteClipboardDone')}
        </div>
      </form>
    </Dialog>
  )
}

/** A character as it can be shown in a list: those without a shape by their number. */
const shown = (char: string) =>
  /[\p{C}\p{Z}]/u.test(char) ? `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}` : char
