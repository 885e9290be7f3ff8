/** A console log as lines of styled text. Whatever the guest wrote comes out as text: nothing here makes markup. */

/** A colour: one of the sixteen names of a terminal (0-15), or any `rgb(…)`. */
export type AnsiColor = number | string
export type AnsiStyle = {
  fg?: AnsiColor
  bg?: AnsiColor
  bold?: boolean
  dim?: boolean
  italic?: boolean
  underline?: boolean
  inverse?: boolean
}
export type AnsiSpan = { text: string; style: AnsiStyle }
export type AnsiLine = AnsiSpan[]

// Order matters: CSI, then strings (OSC, DCS, PM, APC) up to their end, then other escapes.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const ESCAPE = /\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const CONTROLS = /[\x00-\x07\x0b\x0c\x0e-\x1f\x7f]/g

// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const ERASED = /[^\x08]\x08/

/** Level of one of the six steps of the 256-colour cube. */
const cube = (step: number) => (step === 0 ? 0 : 55 + step * 40)

/** xterm's 256 colours: 16 names, a 6×6×6 cube, 24 greys. */
const indexed = (n: number): AnsiColor | undefined => {
  if (!(n >= 0 && n <= 255)) return undefined
  if (n < 16) return n
  if (n >= 232) return `rgb(${[0, 0, 0].map(() => 8 + (n - 232) * 10).join(' ')})`
  const i = n - 16
  return `rgb(${cube(Math.floor(i / 36))} ${cube(Math.floor(i / 6) % 6)} ${cube(i % 6)})`
}

/** Applies the numbers of a "select graphic rendition" sequence (ECMA-48, 8.3.117). */
const restyled = (style: AnsiStyle, parameters: string): AnsiStyle => {
  const codes = parameters.split(/[;:]/).map((part) => Number(part || 0))
  let next: AnsiStyle = { ...style }
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]
    if (code === 0) next = {}
    else if (code === 1) next.bold = true
    else if (code === 2) next.dim = true
    else if (code === 3) next.italic = true
    else if (code === 4) next.underline = true
    else if (code === 7) next.inverse = true
    else if (code === 22) next.bold = next.dim = undefined
    else if (code === 23) next.italic = undefined
    else if (code === 24) next.underline = undefined
    else if (code === 27) next.inverse = undefined
    else if (code >= 30 && code <= 37) next.fg = code - 30
    else if (code >= 90 && code <= 97) next.fg = code - 82
    else if (code === 39) next.fg = undefined
    else if (code >= 40 && code <= 47) next.bg = code - 40
    else if (code >= 100 && code <= 107) next.bg = code - 92
    else if (code === 49) next.bg = undefined
    else if (code === 38 || code === 48) {
      const which = code === 38 ? 'fg' : 'bg'
      if (codes[i + 1] === 5) {
        next[which] = indexed(codes[i + 2])
        i += 2
      } else if (codes[i + 1] === 2) {
        const rgb = codes.slice(i + 2, i + 5).map((part) => Math.min(255, Math.max(0, Math.trunc(part) || 0)))
        if (rgb.length === 3) next[which] = `rgb(${rgb.join(' ')})`
        i += 4
      }
    }
  }
  return next
}

/** Adds text to a line as a screen would: a backspace takes a character away, a carriage return starts the line anew. */
const write = (line: AnsiLine, text: string, style: AnsiStyle): AnsiLine => {
  const afterReturn = text.lastIndexOf('\r')
  let kept = line
  let rest = text
  if (afterReturn >= 0) {
    kept = []
    rest = text.slice(afterReturn + 1)
  }
  while (ERASED.test(rest)) rest = rest.replace(ERASED, '')
  rest = rest.replaceAll('\b', '').replace(CONTROLS, '')
  return rest ? [...kept, { text: rest, style }] : kept
}

/** Splits a log into lines of styled spans. Sequences that move the cursor or set titles are dropped. */
export const parseAnsi = (log: string): AnsiLine[] => {
  const lines: AnsiLine[] = []
  let style: AnsiStyle = {}
  for (const whole of log.replace(/\n$/, '').split('\n')) {
    const raw = whole.replace(/\r+$/, '') // these belong to the line feed that follows
    let line: AnsiLine = []
    let from = 0
    for (const match of raw.matchAll(ESCAPE)) {
      if (match.index > from) line = write(line, raw.slice(from, match.index), style)
      if (match[2] === 'm') style = restyled(style, match[1])
      from = match.index + match[0].length
    }
    if (from < raw.length) line = write(line, raw.slice(from), style)
    lines.push(line)
  }
  return lines
}

/** A line without its styles, as it is searched and copied. */
export const plainLine = (line: AnsiLine): string => line.map(({ text }) => text).join('')
