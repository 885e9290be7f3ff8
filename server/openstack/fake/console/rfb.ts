/** A viewer's side of a VNC server, RFB 3.8 (RFC 6143): Raw pixels, the DesktopSize pseudo-encoding, keys. */
import { CELL_HEIGHT, CELL_WIDTH } from './font.ts'
import { draw, NATIVE, type PixelFormat, type Rectangle, sizeOf } from './raster.ts'
import type { Screen, Sessions } from './sessions.ts'
import type { Cell } from './terminal.ts'

const DESKTOP_SIZE = -223
const KEYS: Record<number, string> = { 65293: '\r', 65421: '\r', 65288: '\x7f', 65289: '\t', 8364: '€' }
const [CONTROL_L, CONTROL_R, ALT_L, DELETE, UP, DOWN] = [0xffe3, 0xffe4, 0xffe9, 0xffff, 0xff52, 0xff54]

/** Messages of one length: pixel format, update request, key, pointer. */
const LENGTHS: Record<number, number> = { 0: 20, 3: 10, 4: 8, 5: 6 }

type Link = { send: (data: Buffer) => void; close: (code: number, reason: string) => void }

export class RfbConnection {
  #sessions: Sessions
  #serverId: string
  #link: Link
  #screen: Screen
  #input = Buffer.alloc(0)
  #stage: 'version' | 'security' | 'init' | 'running' = 'version'
  #format: PixelFormat = NATIVE
  #encodings: number[] = [0]
  #wanted: Rectangle | null = null
  #shown: Cell[][] = []
  #shownCursor = { row: -1, column: -1 }
  #size = { width: 0, height: 0 }
  #held = new Set<number>()
  /** Asks others to leave if this viewer does not share. */
  #exclusive: () => void

  constructor(sessions: Sessions, serverId: string, screen: Screen, link: Link, exclusive: () => void) {
    this.#sessions = sessions
    this.#serverId = serverId
    this.#screen = screen
    this.#link = link
    this.#exclusive = exclusive
    link.send(Buffer.from('RFB 003.008\n'))
  }

  /** Bytes from the viewer, in whatever pieces. */
  receive(data: Buffer): void {
    this.#input = Buffer.concat([this.#input, data])
    for (;;) {
      const used = this.#message(this.#input)
      if (used === 0) return
      this.#input = this.#input.subarray(used)
    }
  }

  /** Sends what changed, if the viewer has asked for it. */
  update(): void {
    if (this.#wanted && this.#stage === 'running') this.#flush()
  }

  /** How many bytes the next message takes; 0 if it is not all here. */
  #message(data: Buffer): number {
    const length = this.#lengthOf(data)
    if (length === 0 || data.length < length) return 0
    if (this.#stage === 'version') this.#offerSecurity()
    else if (this.#stage === 'security') this.#acceptSecurity()
    else if (this.#stage === 'init') this.#serverInit(data[0] !== 0)
    else if (data[0] === 0) this.#setFormat(data)
    else if (data[0] === 2)
      this.#encodings = Array.from({ length: (length - 4) / 4 }, (_, index) => data.readInt32BE(4 + 4 * index))
    else if (data[0] === 3) this.#request(data)
    else if (data[0] === 4) this.#key(data.readUInt32BE(4), data[1] !== 0)
    // Pointer events (5) and cut text (6) mean nothing to a text console.
    return length
  }

  /** Length of the message that begins here as far as it can be told; 0: more bytes are needed to tell. */
  #lengthOf(data: Buffer): number {
    if (this.#stage === 'version') return 12
    if (this.#stage !== 'running') return 1
    if (data.length < 1) return 0
    const fixed = LENGTHS[data[0]]
    if (fixed) return fixed
    if (data[0] === 2) return data.length < 4 ? 0 : 4 + 4 * data.readUInt16BE(2)
    if (data[0] === 6) return data.length < 8 ? 0 : 8 + Math.abs(data.readInt32BE(4))
    this.#link.close(1002, `Unknown message ${data[0]}`)
    return data.length
  }

  #offerSecurity(): void {
    this.#stage = 'security'
    this.#link.send(Buffer.from([1, 1])) // one type: None
  }

  #acceptSecurity(): void {
    this.#stage = 'init'
    this.#link.send(Buffer.alloc(4))
  }

  #serverInit(shared: boolean): void {
    if (!shared) this.#exclusive()
    this.#stage = 'running'
    this.#size = sizeOf(this.#screen.terminal)
    const name = Buffer.from(this.#sessions.server(this.#serverId)?.name ?? 'console')
    const head = Buffer.alloc(24)
    head.writeUInt16BE(this.#size.width, 0)
    head.writeUInt16BE(this.#size.height, 2)
    head.set([32, 24, 0, 1], 4)
    head.writeUInt16BE(255, 8)
    head.writeUInt16BE(255, 10)
    head.writeUInt16BE(255, 12)
    head.set([16, 8, 0], 14)
    head.writeUInt32BE(name.length, 20)
    this.#link.send(Buffer.concat([head, name]))
  }

  #setFormat(data: Buffer): void {
    const bits = data[4]
    if ((bits !== 8 && bits !== 16 && bits !== 32) || data[7] === 0) {
      this.#link.close(1002, 'Unsupported pixel format')
      return
    }
    this.#format = {
      bitsPerPixel: bits,
      bigEndian: data[6] !== 0,
      redMax: data.readUInt16BE(8),
      greenMax: data.readUInt16BE(10),
      blueMax: data.readUInt16BE(12),
      redShift: data[14],
      greenShift: data[15],
      blueShift: data[16],
    }
    this.#shown = []
  }

  #request(data: Buffer): void {
    const incremental = data[1] !== 0
    this.#wanted = {
      x: data.readUInt16BE(2),
      y: data.readUInt16BE(4),
      width: data.readUInt16BE(6),
      height: data.readUInt16BE(8),
    }
    if (!incremental) this.#shown = []
    this.#flush()
  }

  #flush(): void {
    const { terminal } = this.#screen
    const size = sizeOf(terminal)
    const parts: Buffer[] = []
    if (
      (size.width !== this.#size.width || size.height !== this.#size.height) &&
      this.#encodings.includes(DESKTOP_SIZE)
    ) {
      this.#size = size
      this.#shown = []
      parts.push(rectangle({ x: 0, y: 0, ...size }, DESKTOP_SIZE))
    }
    for (const area of this.#changes(size)) parts.push(rectangle(area, 0), draw(terminal, area, this.#format, true))
    if (parts.length === 0) return
    const rectangles = parts.filter((part) => part.length === 12).length
    const head = Buffer.from([0, 0, rectangles >> 8, rectangles & 0xff])
    this.#wanted = null
    this.#shown = terminal.cells.map((line) => [...line])
    this.#shownCursor = { row: terminal.row, column: terminal.column }
    this.#link.send(Buffer.concat([head, ...parts]))
  }

  /** Bands of lines that differ from what the viewer has. */
  #changes(size: { width: number; height: number }): Rectangle[] {
    const { terminal } = this.#screen
    if (this.#shown.length === 0) return [{ x: 0, y: 0, ...size }]
    const moved = this.#shownCursor.row !== terminal.row || this.#shownCursor.column !== terminal.column
    const bands: Rectangle[] = []
    terminal.cells.forEach((line, row) => {
      const old = this.#shown[row]
      const touched = moved && (row === terminal.row || row === this.#shownCursor.row)
      let first = touched ? 0 : -1
      let last = touched ? terminal.columns - 1 : -1
      if (!touched)
        line.forEach((cell, column) => {
          if (cell.character === old?.[column]?.character && cell.colour === old[column].colour) return
          if (first < 0) first = column
          last = column
        })
      if (first >= 0)
        bands.push({
          x: first * CELL_WIDTH,
          y: row * CELL_HEIGHT,
          width: (last - first + 1) * CELL_WIDTH,
          height: CELL_HEIGHT,
        })
    })
    return bands
  }

  #key(keysym: number, down: boolean): void {
    this.#screen.keys.push({ keysym, down, atMs: Date.now() })
    if (this.#screen.keys.length > 20_000) this.#screen.keys.splice(0, 10_000)
    if (down) this.#held.add(keysym)
    else this.#held.delete(keysym)
    if (!down) return
    const control = this.#held.has(CONTROL_L) || this.#held.has(CONTROL_R)
    if (keysym === UP || keysym === DOWN) {
      this.#sessions.recall(this.#serverId, 'tty1', keysym === UP ? -1 : 1)
      return
    }
    if (control && this.#held.has(ALT_L) && keysym === DELETE) {
      this.#sessions.guestWrites(this.#serverId, '\nCtrl-Alt-Del: this machine ignores it. Type reboot.\n')
      return
    }
    let text = KEYS[keysym]
    if (keysym >= 0x20 && keysym <= 0xff) text = String.fromCharCode(keysym)
    else if (keysym >= 0x01000100 && keysym <= 0x0110ffff) text = String.fromCodePoint(keysym - 0x01000000)
    if (text === undefined) return
    if (control && /^[a-z]$/i.test(text)) text = String.fromCharCode(text.toUpperCase().charCodeAt(0) - 64)
    this.#sessions.type(this.#serverId, 'tty1', text)
  }
}

function rectangle(area: Rectangle, encoding: number): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(area.x, 0)
  head.writeUInt16BE(area.y, 2)
  head.writeUInt16BE(area.width, 4)
  head.writeUInt16BE(area.height, 6)
  head.writeInt32BE(encoding, 8)
  return head
}
