/** What the server must know before the first paint. Kept in cookies: readable without a database, set by the page itself. */
import { toLocale } from './core.ts'
import type { ClockZone } from './format.ts'

export type Theme = 'light' | 'dark' | 'system'
export type Density = 'comfortable' | 'compact'

export const preferenceCookies = {
  locale: 'foyer-locale',
  theme: 'foyer-theme',
  zone: 'foyer-zone',
  density: 'foyer-density',
} as const

/** Reads the cookies through any getter; the browser's `Accept-Language` decides where no language was chosen. */
export function readPreferences(get: (name: string) => string | undefined, acceptLanguage?: string | null) {
  const theme = get(preferenceCookies.theme)
  return {
    locale: toLocale(get(preferenceCookies.locale) ?? acceptLanguage),
    theme: (theme === 'light' || theme === 'dark' ? theme : 'system') as Theme,
    zone: (get(preferenceCookies.zone) === 'utc' ? 'utc' : 'local') as ClockZone,
    density: (get(preferenceCookies.density) === 'compact' ? 'compact' : 'comfortable') as Density,
  }
}

/** Stores a preference in the browser for a year. The language and the clock apply after `router.refresh()`. */
export function writePreference(name: keyof typeof preferenceCookies, value: string): void {
  const secure = location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in one supported browser
  document.cookie = `${preferenceCookies[name]}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${secure}`
}
