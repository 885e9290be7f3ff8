/** Texts for server components. Not for the browser: it would pull every catalogue in. */
import { type Locale, type Messages, pseudoLocale, type Translate, translator } from './core.ts'
import { de } from './de.ts'
import { en } from './en.ts'

/** The whole catalogue of a locale; the pseudo-locale reads English and is disguised while formatting. */
export const catalogueOf = (locale: Locale): Messages => (locale === 'de' ? de : en)

const cache = new Map<Locale, Translate>()

/** `t` for a server component: `const t = serverT(locale)`. */
export function serverT(locale: Locale): Translate {
  let t = cache.get(locale)
  if (!t) {
    t = translator(locale === pseudoLocale ? pseudoLocale : locale, catalogueOf(locale))
    cache.set(locale, t)
  }
  return t
}
