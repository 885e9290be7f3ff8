/** From characters to pixels of whatever format a viewer asks for. */
import { CELL_HEIGHT, CELL_WIDTH, glyphOf } from './font.ts'
import type { Terminal } from './terminal.ts'

/** RFC 6143, 7.4. */
export type PixelFormat = {
  bitsPerPixel: 8 | 16 | 32
  bigEndian: boolean
  redMax: number
  greenMax: number
  blueMax: number
  redShift: number
  greenShift: number
  blueShift: number
}
export const NATIVE: PixelFormat = {
  bitsPerPixel: 32,
  bigEndian: false,
  redMax: 255,
  greenMax: 255,
  blueMax: 255,
  redShift: 16,
  greenShift: 8,
  blueShift: 0,
}

const BACKGROUND = 0x10141a
/** The eight colours of ANSI, then bright. */
const PALETTE = [
  0x3b4252, 0xd3616a, 0x9fc27c, 0xe2c07a, 0x6f9fd8, 0xb48ead, 0x7fc4c4, 0xc8d0dc, 0x616e88, 0xe8747d, 0xb4d68f,
  0xf2d38d, 0x86b4ec, 0xc9a4c2, 0x95d8d8, 0xeef2f7,
]

export type Rectangle = { x: number; y: number; width: number; height: number }

export const sizeOf = (terminal: Terminal) => ({
  width: terminal.columns * CELL_WIDTH,
  height: terminal.rows * CELL_HEIGHT,
})

function encoded(colour: number, format: PixelFormat): number {
  const part = (shift: number, max: number) => Math.round((((colour >> shift) & 0xff) / 255) * max)
  return (
    ((part(16, format.redMax) << format.redShift) |
      (part(8, format.greenMax) << format.greenShift) |
      (part(0, format.blueMax) << format.blueShift)) >>>
    0
  )
}

/** The pixels of a rectangle, row by row. @param cursor whether to draw it */
export function draw(terminal: Terminal, area: Rectangle, format: PixelFormat, cursor: boolean): Buffer {
  const bytes = format.bitsPerPixel / 8
  const pixels = Buffer.alloc(area.width * area.height * bytes)
  const background = encoded(BACKGROUND, format)
  const palette = PALETTE.map((colour) => encoded(colour, format))
  let at = 0
  for (let y = area.y; y < area.y + area.height; y++) {
    const row = Math.floor(y / CELL_HEIGHT)
    const line = terminal.cells[row]
    const inCell = (y % CELL_HEIGHT) * CELL_WIDTH
    for (let x = area.x; x < area.x + area.width; x++) {
      const column = Math.floor(x / CELL_WIDTH)
      const cell = line?.[column]
      let lit = cell !== undefined && cell.character !== ' ' && glyphOf(cell.character)[inCell + (x % CELL_WIDTH)] === 1
      if (
        cursor &&
        row === terminal.row &&
        column === Math.min(terminal.column, terminal.columns - 1) &&
        y % CELL_HEIGHT >= 13
      )
        lit = true
      const value = lit ? palette[cell?.colour ?? 7] : background
      if (bytes === 1) pixels[at] = value
      else if (bytes === 2) format.bigEndian ? pixels.writeUInt16BE(value, at) : pixels.writeUInt16LE(value, at)
      else format.bigEndian ? pixels.writeUInt32BE(value, at) : pixels.writeUInt32LE(value, at)
      at += bytes
    }
  }
  return pixels
}
