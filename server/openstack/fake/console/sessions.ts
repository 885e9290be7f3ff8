/** Screens of machines and who looks at them: terminals, key events, shells; ends when the machine stops. */
import type { Cloud } from '../cloud.ts'
import { change, POWER } from '../nova/base.ts'
import type { Server } from '../rows.ts'
import { banner, bootLines, isUp, prompt, runCommand } from './guest.ts'
import { Terminal } from './terminal.ts'

export type KeyEvent = { keysym: number; down: boolean; atMs: number }
/** Somebody connected: told when there is something new, and closed. */
export type Viewer = { update: () => void; close: (code: number, reason: string) => void }
/** VNC shows `tty1`, serial consoles `ttyS0`. */
export type Line = 'tty1' | 'ttyS0'

const TICK_MS = 150

/** One screen of one machine. */
export class Screen {
  readonly terminal = new Terminal()
  readonly viewers = new Set<Viewer>()
  /** Everything written since power on, for viewers of serial lines who come late. */
  transcript = ''
  /** How much was ever written; the transcript keeps its end. */
  written = 0
  keys: KeyEvent[] = []
  /** All that was typed, as text. */
  typed = ''
  input = ''
  history: string[] = []
  historyAt = 0
  bootedAtMs: number | null = null
  shownLines = 0
  loggedIn = false

  write(text: string): void {
    this.terminal.write(text)
    this.record(text)
  }

  record(text: string): void {
    this.transcript = (this.transcript + text).slice(-64 * 1024)
    this.written += text.length
  }

  reset(bootedAtMs: number | null): void {
    this.terminal.clear()
    Object.assign(this, { transcript: '', input: '', bootedAtMs, shownLines: 0, loggedIn: false })
  }
}

export class Sessions {
  #cloud: Cloud
  #screens = new Map<string, Screen>()
  #timer: NodeJS.Timeout | null = null

  constructor(cloud: Cloud) {
    this.#cloud = cloud
    cloud.consoleEnded = (serverId) => this.drop(serverId, 1000, 'The machine has stopped')
  }

  server(id: string): Server | undefined {
    return this.#cloud.state.servers.get(id)
  }

  screen(serverId: string, line: Line): Screen {
    const key = `${serverId}/${line}`
    let screen = this.#screens.get(key)
    if (!screen) {
      screen = new Screen()
      this.#screens.set(key, screen)
    }
    this.#refresh(serverId, line, screen)
    return screen
  }

  join(serverId: string, line: Line, viewer: Viewer): Screen {
    const screen = this.screen(serverId, line)
    screen.viewers.add(viewer)
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS)
    this.#timer.unref()
    return screen
  }

  leave(serverId: string, line: Line, viewer: Viewer): void {
    this.#screens.get(`${serverId}/${line}`)?.viewers.delete(viewer)
    if (this.#timer && ![...this.#screens.values()].some((screen) => screen.viewers.size)) {
      clearInterval(this.#timer)
      this.#timer = null
    }
  }

  /** Ends connections: of one machine, or all. Returns how many. */
  drop(serverId: string | null, code = 1011, reason = 'The console was dropped'): number {
    let count = 0
    for (const [key, screen] of this.#screens) {
      if (serverId !== null && !key.startsWith(`${serverId}/`)) continue
      for (const viewer of [...screen.viewers]) {
        count++
        viewer.close(code, reason)
      }
    }
    return count
  }

  viewers(serverId: string): number {
    return this.screen(serverId, 'tty1').viewers.size + this.screen(serverId, 'ttyS0').viewers.size
  }

  /** The guest writes by itself, on both lines and into the log. */
  guestWrites(serverId: string, text: string): void {
    for (const line of ['tty1', 'ttyS0'] as const) {
      const screen = this.screen(serverId, line)
      screen.write(text)
      for (const viewer of screen.viewers) viewer.update()
    }
    this.server(serverId)?.console.push(...text.replace(/\n$/, '').split('\n'))
  }

  /** A character arrives at the shell. Enter is `\r`, backspace `\x7f`. */
  type(serverId: string, line: Line, text: string): void {
    const screen = this.screen(serverId, line)
    const row = this.server(serverId)
    if (!row) return
    for (const character of text) this.#key(row, line, screen, character)
    for (const viewer of screen.viewers) viewer.update()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.drop(null, 1001, 'The cloud is going away')
  }

  #key(row: Server, line: Line, screen: Screen, character: string): void {
    screen.typed += character === '\r' ? '\n' : character
    if (!screen.loggedIn) return
    if (character === '\r' || character === '\n') {
      this.#enter(row, line, screen)
      return
    }
    if (character === '\x7f' || character === '\b') {
      if (screen.input === '') return
      screen.input = screen.input.slice(0, -1)
      screen.write('\b \b')
      return
    }
    if (character === '\x03') {
      screen.input = ''
      screen.write(`^C\n${prompt(row)}`)
      return
    }
    if (character === '\x0c') {
      screen.terminal.clear()
      screen.record('\x1b[H\x1b[2J')
      screen.write(prompt(row) + screen.input)
      return
    }
    if (character < ' ') return
    screen.input += character
    screen.write(character)
  }

  /** Arrow keys walk through what was entered before. */
  recall(serverId: string, line: Line, step: -1 | 1): void {
    const screen = this.screen(serverId, line)
    const at = Math.min(Math.max(screen.historyAt + step, 0), screen.history.length)
    screen.historyAt = at
    screen.write('\b \b'.repeat(screen.input.length))
    screen.input = screen.history[at] ?? ''
    screen.write(screen.input)
    for (const viewer of screen.viewers) viewer.update()
  }

  #enter(row: Server, line: Line, screen: Screen): void {
    const command = screen.input
    screen.input = ''
    if (command.trim()) screen.history.push(command)
    screen.historyAt = screen.history.length
    const { output, end } = runCommand(this.#cloud, row, command)
    screen.write('\n')
    if (line === 'ttyS0') row.console.push(`root@${row.hostname}:~# ${command}`, ...(output ? output.split('\n') : []))
    if (end === 'clear') {
      screen.terminal.clear()
      screen.record('\x1b[H\x1b[2J')
    } else if (output) screen.write(`${output}\n`)
    if (end === 'poweroff') change(this.#cloud, row, { vm_state: 'stopped', power_state: POWER.shutdown })
    else if (end === 'reboot') row.bootedAtMs = this.#cloud.now()
    else screen.write(prompt(row))
    this.#cloud.changed()
  }

  #tick(): void {
    for (const [key, screen] of this.#screens) {
      if (screen.viewers.size === 0) continue
      const [serverId, line] = key.split('/') as [string, Line]
      const before = screen.terminal.version
      this.#refresh(serverId, line, screen)
      if (screen.terminal.version !== before) for (const viewer of screen.viewers) viewer.update()
    }
  }

  /** Brings the screen up to what the machine has written by now. */
  #refresh(serverId: string, line: Line, screen: Screen): void {
    const row = this.server(serverId)
    if (!row) return
    if (row.bootedAtMs !== screen.bootedAtMs) screen.reset(row.bootedAtMs)
    const lines = bootLines(this.#cloud, row)
    for (const text of lines.slice(screen.shownLines)) screen.write(`${text}\n`)
    screen.shownLines = Math.max(screen.shownLines, lines.length)
    if (!screen.loggedIn && isUp(this.#cloud, row)) {
      screen.loggedIn = true
      screen.write(banner(row, line) + prompt(row))
    }
  }
}
