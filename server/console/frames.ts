/**
 * Websocket frames on the way through (RFC 6455, 5.2). What the cloud sends is passed on as it came, chunk by chunk:
 * frames of a server are not masked, so their bytes are good for the browser too. Only headers are read, to know where
 * one's own frames fit between and to take the cloud's control frames out.
 */
import { randomBytes } from 'node:crypto'

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** A client's frame: masked, as servers demand. The payload is not changed. */
export const maskedFrame = (opcode: number, payload: Buffer): Buffer => {
  const { length } = payload
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const frame = Buffer.allocUnsafe(2 + lengthBytes + 4 + length)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127)
  if (lengthBytes === 2) frame.writeUInt16BE(length, 2)
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(length), 2)
  const mask = randomBytes(4)
  const from = 2 + lengthBytes
  mask.copy(frame, from)
  for (let i = 0; i < length; i++) frame[from + 4 + i] = payload[i] ^ mask[i & 3]
  return frame
}

/** Control frames carry at most this. */
const CONTROL_MAX = 125

const PAD_MAX = 1024 * 1024
/** Ends a message of several frames: an empty continuation with the final bit. */
const LAST_FRAME = Buffer.from([0x80, 0])

export type FrameStream = {
  /** Takes a chunk of the cloud's bytes. */
  push: (chunk: Buffer) => void
  /** Calls `fn` where a frame of one's own may stand: now, or after the message that is under way. */
  between: (fn: () => void) => void
  /**
   * Gives up on the message under way: zeros that fill it up, so that a frame of one's own may follow. Nothing is
   * passed on any more. Undefined if more than `PAD_MAX` bytes are missing.
   */
  pad: () => Buffer | undefined
}

/**
 * @param onData bytes of data frames, headers included, to be passed on in this order; mostly parts of the pushed chunk
 * @param onControl a control frame of the cloud: not passed on
 * @param onBroken the cloud breaks the protocol; nothing is passed on any more
 */
export const frameStream = ({
  onData,
  onControl,
  onBroken,
}: {
  onData: (bytes: Buffer) => void
  onControl: (opcode: number, payload: Buffer) => void
  onBroken: () => void
}): FrameStream => {
  let header: Buffer | undefined // a header that a chunk's end has cut
  let left = 0 // payload bytes of the frame under way
  let control = -1 // opcode of the control frame under way
  let payload: Buffer[] = []
  let unfinished = false // a message of several frames is under way
  let broken = false
  let waiting: (() => void)[] = []

  const between = () => left === 0 && !unfinished && !header
  const flush = () => {
    if (waiting.length === 0 || !between()) return
    const now = waiting
    waiting = []
    for (const fn of now) fn()
  }
  const fail = () => {
    broken = true
    onBroken()
  }

  /** Reads the header at `at`. Gives its length, 0 if it is not complete, -1 if it is none. */
  const read = (bytes: Buffer, at: number): number => {
    const have = bytes.length - at
    if (have < 2) return 0
    const short = bytes[at + 1]
    if (short & 0x80 || bytes[at] & 0x70) return -1 // masked, or an extension that nobody asked for
    const size = short === 126 ? 4 : short === 127 ? 10 : 2
    if (have < size) return 0
    const length = size === 2 ? short : size === 4 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
    if (!Number.isSafeInteger(length)) return -1
    const opcode = bytes[at] & 0x0f
    const fin = (bytes[at] & 0x80) !== 0
    if (opcode >= 8) {
      if (opcode > 10 || !fin || length > CONTROL_MAX) return -1
      control = opcode
      payload = []
    } else {
      if (opcode > 2 || (opcode === 0) !== unfinished) return -1
      unfinished = !fin
      // Consoles are bytes; text frames to the browser are the relay's alone.
      if (opcode === OPCODE.text) bytes[at] = (bytes[at] & 0xf0) | OPCODE.binary
    }
    left = length
    return size
  }

  const endFrame = () => {
    if (control >= 0) {
      const opcode = control
      control = -1
      onControl(opcode, Buffer.concat(payload))
    }
  }

  const push = (chunk: Buffer) => {
    if (broken) return
    let bytes = chunk
    if (header) {
      bytes = Buffer.concat([header, chunk])
      header = undefined
    }
    let from = 0 // what is to be passed on begins here
    let at = 0
    const pass = (to: number) => {
      if (to > from) onData(bytes.subarray(from, to))
      from = to
    }
    while (at < bytes.length || (left === 0 && control >= 0)) {
      if (left > 0) {
        const take = Math.min(left, bytes.length - at)
        if (control >= 0) payload.push(Buffer.from(bytes.subarray(at, at + take)))
        at += take
        left -= take
        if (control >= 0) from = at
        if (left > 0) break
      } else if (control < 0) {
        if (waiting.length > 0 && between()) {
          pass(at)
          flush()
          if (broken) return
        }
        const size = read(bytes, at)
        if (size < 0) {
          pass(at)
          return fail()
        }
        if (size === 0) {
          pass(at)
          header = Buffer.from(bytes.subarray(at))
          return
        }
        if (control >= 0) {
          pass(at)
          from = at + size
        }
        at += size
      }
      if (left === 0) {
        endFrame()
        if (broken) return
      }
    }
    if (control < 0) pass(at)
    flush()
  }

  return {
    push,
    between: (fn) => {
      waiting.push(fn)
      flush()
    },
    pad: () => {
      const missing = control >= 0 ? 0 : left // control frames are not passed on, so nothing of them is missing
      broken = true
      if (missing > PAD_MAX) return undefined
      return Buffer.concat([Buffer.alloc(missing), ...(unfinished ? [LAST_FRAME] : [])])
    },
  }
}
