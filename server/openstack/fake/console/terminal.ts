/** A text screen: characters with a colour each, a cursor, scrolling, and the few ANSI sequences that the guest uses. */

export type Cell = { character: string; colour: number }
/** Default, then the eight of ANSI, then bright ones from 8. */
export const DEFAULT_COLOUR = 7

export class Terminal {
  columns: number
  rows: number
  cells: Cell[][] = []
  column = 0
  row = 0
  #colour = DEFAULT_COLOUR
  #bold = false
  /** Counts changes, so that viewers know when to draw. */
  version = 0

  constructor(columns = 80, rows = 25) {
    this.columns = columns
    this.rows = rows
    this.clear()
  }

  clear(): void {
    this.cells = Array.from({ length: this.rows }, () => this.#blank())
    this.column = 0
    this.row = 0
    this.version++
  }

  resize(columns: number, rows: number): void {
    const kept = this.text()
      .split('\n')
      .slice(0, this.row + 1)
      .slice(-rows)
    this.columns = columns
    this.rows = rows
    this.clear()
    this.write(kept.join('\n'))
  }

  write(text: string): void {
    for (let at = 0; at < text.length; at++) {
      if (text[at] === '\x1b') {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
        const match = /^\x1b\[([0-9;]*)([A-Za-z])/.exec(text.slice(at))
        if (match) {
          this.#control(match[1], match[2])
          at += match[0].length - 1
        }
        continue
      }
      this.#put(text[at])
    }
    this.version++
  }

  /** What stands on the screen, right ends trimmed. */
  text(): string {
    return this.cells
      .map((line) =>
        line
          .map((cell) => cell.character)
          .join('')
          .trimEnd(),
      )
      .join('\n')
      .trimEnd()
  }

  #blank(): Cell[] {
    return Array.from({ length: this.columns }, () => ({ character: ' ', colour: DEFAULT_COLOUR }))
  }

  #put(character: string): void {
    if (character === '\n') {
      this.column = 0
      this.#down()
    } else if (character === '\r') this.column = 0
    else if (character === '\b') this.column = Math.max(0, this.column - 1)
    else if (character === '\t') this.column = Math.min(this.columns - 1, (this.column + 8) & ~7)
    else if (character >= ' ') {
      if (this.column >= this.columns) {
        this.column = 0
        this.#down()
      }
      this.cells[this.row][this.column] = { character, colour: this.#bold ? this.#colour | 8 : this.#colour }
      this.column++
    }
  }

  #down(): void {
    if (this.row < this.rows - 1) {
      this.row++
      return
    }
    this.cells.shift()
    this.cells.push(this.#blank())
  }

  #control(parameters: string, letter: string): void {
    if (letter === 'J') {
      this.clear()
      return
    }
    if (letter === 'H') {
      this.column = 0
      this.row = 0
    } else if (letter === 'K') this.cells[this.row].fill({ character: ' ', colour: DEFAULT_COLOUR }, this.column)
    else if (letter === 'm')
      for (const code of parameters.split(';').map(Number)) {
        if (code === 0) {
          this.#colour = DEFAULT_COLOUR
          this.#bold = false
        } else if (code === 1) this.#bold = true
        else if (code >= 30 && code <= 37) this.#colour = code - 30
        else if (code === 39) this.#colour = DEFAULT_COLOUR
      }
  }
}
