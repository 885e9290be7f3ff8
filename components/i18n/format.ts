/** Numbers, sizes, money and times as people read them. Units of the API (MiB) are converted here and nowhere else. */
import { intlLocale, type Locale } from './core.ts'

/** Where clocks stand: the browser's own zone, or UTC everywhere. */
export type ClockZone = 'local' | 'utc'
export type Instant = string | number | Date

const cache = new Map<string, Intl.NumberFormat>()
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}${JSON.stringify(options)}`
  let format = cache.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, options)
    cache.set(key, format)
  }
  return format
}

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

export function formatters(locale: Locale, zone: ClockZone = 'local') {
  const tag = intlLocale(locale)
  const timeZone = zone === 'utc' ? 'UTC' : undefined
  const relativeFormat = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' })
  const dateTimeFormat = new Intl.DateTimeFormat(tag, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone,
  })
  const dateFormat = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone })
  const timeFormat = new Intl.DateTimeFormat(tag, { timeStyle: 'medium', timeZone })
  const decimal = (value: number, digits: number) =>
    numberFormat(tag, { maximumFractionDigits: digits }).format(Object.is(value, -0) ? 0 : value)

  return {
    /** 1234 → "1,234" */
    integer: (value: number) => decimal(value, 0),
    /** 0.256 → "25.6%" */
    percent: (ratio: number) => numberFormat(tag, { style: 'percent', maximumFractionDigits: 1 }).format(ratio),
    /** The API's MiB as GiB with at most one decimal: 1536 → "1.5 GiB", 51200 → "50 GiB". Less than 0.1 GiB stays MiB. */
    gib: (sizeMib: number) =>
      sizeMib !== 0 && Math.abs(sizeMib) < 103 ? `${decimal(sizeMib, 0)} MiB` : `${decimal(sizeMib / 1024, 1)} GiB`,
    /** Bytes in the largest unit that keeps a whole part, at most one decimal. */
    bytes: (bytes: number) => {
      const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
      let value = bytes
      let unit = 0
      while (Math.abs(value) >= 1024 && unit < units.length - 1) {
        value /= 1024
        unit += 1
      }
      return `${decimal(value, unit ? 1 : 0)} ${units[unit]}`
    },
    /** Money in its currency. Amounts come as decimal text from the API; at least two, at most `digits` decimals. */
    money: (amount: string | number, currency: string, digits = 2) =>
      numberFormat(tag, { style: 'currency', currency, maximumFractionDigits: digits }).format(Number(amount)),
    dateTime: (instant: Instant) => dateTimeFormat.format(new Date(instant)),
    date: (instant: Instant) => dateFormat.format(new Date(instant)),
    time: (instant: Instant) => timeFormat.format(new Date(instant)),
    /** "4 min ago", "in 2 days", "now". */
    relative: (instant: Instant, nowMs: number) => {
      const seconds = (new Date(instant).getTime() - nowMs) / 1000
      const step = steps.find(([, size]) => Math.abs(seconds) >= size)
      if (!step) return relativeFormat.format(0, 'second')
      const text = relativeFormat.format(Math.trunc(seconds / step[1]), step[0])
      return tag === 'en' ? text.replace('.', '') : text // "4 min ago": units have no point
    },
    /** Elapsed time of a step or a job: "0.4 s", "12 s", "3 min 20 s", "2 h 5 min". */
    duration: (milliseconds: number) => {
      const seconds = Math.max(0, milliseconds / 1000)
      if (seconds < 10) return `${decimal(seconds, 1)} s`
      if (seconds < 60) return `${decimal(Math.floor(seconds), 0)} s`
      const minutes = Math.floor(seconds / 60)
      if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`
      return `${decimal(Math.floor(minutes / 60), 0)} h ${minutes % 60} min`
    },
  }
}
export type Formatters = ReturnType<typeof formatters>
