/** Tables as CSV (RFC 4180) that a spreadsheet opens without running anything in it. */
import type { Column, Row } from './types.ts'

type CsvValue = string | number | boolean | null | undefined

/** Spreadsheets take text with these beginnings for formulas; an apostrophe makes it text again. Numbers are left alone. */
const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

export function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? guarded(value) : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Head and rows of the columns that have a CSV value, lines ending in CRLF. */
export function toCsv<R extends Row>(columns: readonly Column<R>[], rows: Iterable<R>): string {
  const exported = columns.filter((column) => column.csv)
  const lines = [exported.map((column) => csvCell(column.header)).join(',')]
  for (const row of rows) lines.push(exported.map((column) => csvCell(column.csv?.(row))).join(','))
  return `${lines.join('\r\n')}\r\n`
}

/** `<resource>-<scope>-<date>.csv` */
export const csvFileName = (resource: string, scope: string, date: Date): string =>
  `${resource}-${scope.replace(/[^\p{L}\p{N}._-]+/gu, '-')}-${date.toISOString().slice(0, 10)}.csv`

/** Hands a text to the browser as a file. */
export function downloadText(fileName: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
