'use client'

import { createContext, Fragment, type ReactNode, useContext, useMemo } from 'react'
import {
  compile,
  type Locale,
  type MessageKey,
  type Messages,
  type Translate,
  translator,
  type Values,
} from './core.ts'
import { type ClockZone, type Formatters, formatters } from './format.ts'

type I18n = { locale: Locale; zone: ClockZone; messages: Messages; t: Translate; format: Formatters }

const Context = createContext<I18n | null>(null)

/** Gives texts and formats to everything below. The catalogue comes from the server, so a browser holds one language. */
export function I18nProvider({
  locale,
  zone = 'local',
  messages,
  children,
}: {
  locale: Locale
  zone?: ClockZone
  messages: Messages
  children: ReactNode
}) {
  const value = useMemo(
    () => ({ locale, zone, messages, t: translator(locale, messages), format: formatters(locale, zone) }),
    [locale, zone, messages],
  )
  return <Context value={value}>{children}</Context>
}

function useI18n(): I18n {
  const value = useContext(Context)
  if (!value) throw new Error('useT and useFormat need an I18nProvider above them')
  return value
}

/** `const t = useT(); t('common.cancel')` */
export const useT = (): Translate => useI18n().t
/** Numbers, sizes, money and times in the user's language and zone. */
export const useFormat = (): Formatters => useI18n().format
export const useLocale = (): Locale => useI18n().locale

/**
 * A message with elements in it: for "Job of {name}, <link>open it</link>" give `values` an element as `name` and
 * `link: (text) => <a href="…">{text}</a>`.
 */
export function T({
  id,
  values,
}: {
  id: MessageKey
  values?: Record<string, Values[string] | ReactNode | ((children: ReactNode) => ReactNode)>
}) {
  const { locale, messages } = useI18n()
  const parts = compile(locale, messages[id] ?? id).format<ReactNode>(values as never)
  if (!Array.isArray(parts)) return parts as ReactNode
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other identity
  return parts.map((part, index) => <Fragment key={index}>{part as ReactNode}</Fragment>)
}
