/** Finding text in a log, and cutting styled lines at what was found. */
import { type AnsiLine, type AnsiStyle, plainLine } from './ansi'

/** Where a text was found: line, and first and last-plus-one character. */
export type Match = { line: number; from: number; to: number }

/** All places of `query`, ignoring case, in reading order. */
export const findMatches = (lines: AnsiLine[], query: string): Match[] => {
  const wanted = query.toLowerCase()
  if (!wanted) return []
  return lines.flatMap((each, line) => {
    const text = plainLine(each).toLowerCase()
    const found: Match[] = []
    for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length))
      found.push({ line, from, to: from + wanted.length })
    return found
  })
}

export type Piece = { text: string; style: AnsiStyle; match?: Match }

/** A line's spans, cut so that each piece lies inside or outside of a match. */
export const piecesOf = (line: AnsiLine, matches: readonly Match[]): Piece[] => {
  if (matches.length === 0) return line
  const pieces: Piece[] = []
  let at = 0
  for (const { text, style } of line) {
    const end = at + text.length
    let from = at
    for (const match of matches) {
      if (match.to <= from || match.from >= end) continue
      if (match.from > from) pieces.push({ text: text.slice(from - at, match.from - at), style })
      const start = Math.max(from, match.from)
      const stop = Math.min(end, match.to)
      pieces.push({ text: text.slice(start - at, stop - at), style, match })
      from = stop
    }
    if (from < end) pieces.push({ text: text.slice(from - at), style })
    at = end
  }
  return pieces
}
