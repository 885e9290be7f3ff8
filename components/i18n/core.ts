/** Messages in ICU syntax, compiled once per locale. No React here: server components, tests and tools use it too. */
import { IntlMessageFormat } from 'intl-messageformat'
import type { en } from './en.ts'

/** The languages a user can choose. `en-XA` is generated from English and shows text that escaped the catalogues. */
export const locales = ['en', 'de'] as const
export const pseudoLocale = 'en-XA'
export type Locale = (typeof locales)[number] | typeof pseudoLocale

export type MessageKey = keyof typeof en
export type Messages = Readonly<Record<MessageKey, string>>
export type Values = Record<string, string | number | boolean | Date | null | undefined>
/** The text of a key in the current language; `values` fill its ICU arguments. */
export type Translate = (key: MessageKey, values?: Values) => string

/** Narrows any text (cookie, preference, query) to a known locale; English when it is none. */
export const toLocale = (text: string | null | undefined): Locale =>
  text === pseudoLocale ? pseudoLocale : (locales.find((locale) => locale === text?.slice(0, 2).toLowerCase()) ?? 'en')

/** The BCP 47 tag for `Intl`: the pseudo-locale counts and sorts like English. */
export const intlLocale = (locale: Locale): string => (locale === pseudoLocale ? 'en' : locale)

const compiled = new Map<Locale, Map<string, IntlMessageFormat>>()

/** A message, compiled and kept. @throws SyntaxError when the message is not ICU. */
export function compile(locale: Locale, message: string): IntlMessageFormat {
  let cache = compiled.get(locale)
  if (!cache) {
    cache = new Map()
    compiled.set(locale, cache)
  }
  let format = cache.get(message)
  if (!format) {
    format = new IntlMessageFormat(message, intlLocale(locale))
    if (locale === pseudoLocale) format = new IntlMessageFormat(pseudoElements(format.getAst()), 'en')
    cache.set(message, format)
  }
  return format
}

/** Makes `t` for a catalogue. A key that is not there comes back as itself, so that a gap is seen and nothing breaks. */
export function translator(locale: Locale, messages: Messages): Translate {
  return (key, values) => {
    const message = messages[key]
    if (message === undefined) return key
    if (locale !== pseudoLocale && !/[{}'<]/.test(message)) return message
    return String(compile(locale, message).format(values))
  }
}

type Elements = ReturnType<IntlMessageFormat['getAst']>

/** Accents and lengthens the literal parts of a parsed message; arguments, plurals and tags keep working. */
function pseudoElements(elements: Elements): Elements {
  return elements.map((element) => {
    if ('options' in element) {
      const options = Object.entries(element.options).map(([name, option]) => [
        name,
        { ...option, value: pseudoElements(option.value) },
      ])
      return { ...element, options: Object.fromEntries(options) }
    }
    if ('children' in element) return { ...element, children: pseudoElements(element.children) }
    return element.type === 0 ? { ...element, value: pseudoText(element.value) } : element
  })
}

const accents: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ö',
  u: 'ü',
  c: 'ç',
  n: 'ñ',
  s: 'š',
  y: 'ý',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ø',
  U: 'Û',
  S: 'Š',
  N: 'Ñ',
  C: 'Ç',
}

/** `Name` becomes `[Ñámé~]`: a third longer, as German and Finnish are. */
export function pseudoText(text: string): string {
  if (!/\p{L}/u.test(text)) return text
  const padding = '~'.repeat(Math.ceil(text.trim().length / 3))
  return text.replace(/^(\s*)(.*?)(\s*)$/s, (_, before: string, middle: string, after: string) => {
    return `${before}[${middle.replace(/[a-zA-Z]/g, (letter) => accents[letter] ?? letter)}${padding}]${after}`
  })
}
