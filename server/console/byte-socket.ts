/**
 * A TCP or TLS connection that reads into buffers of ours (`onread`). Node's own streams read 64 KiB at a time, each
 * into new memory; with large buffers that are used again a busy console costs a third less processor time.
 */
import net, { type Socket } from 'node:net'
import tls from 'node:tls'

/** A quiet console keeps a small buffer; one that fills it gets a large one. */
const SMALL_BYTES = 16 * 1024
const LARGE_BYTES = 256 * 1024
/** Spare large buffers of the process. */
const SPARE = 8
const spare: Buffer<ArrayBuffer>[] = []

/**
 * Takes what arrived. The bytes are good during the call; a taker that needs them longer, because a write waits for
 * its turn, calls `hold` and calls what it gives when it is done.
 */
export type Taker = (bytes: Buffer, hold: () => () => void) => void

export type ByteSocket = { socket: Socket; onBytes: (taker: Taker) => void }

export const openByteSocket = ({
  host,
  port,
  secure,
  ca,
  verify,
}: {
  host: string
  port: number
  secure: boolean
  ca?: string
  verify: boolean
}): ByteSocket => {
  let taker: Taker = () => {}
  let large = false
  const next = () => (large && spare.pop()) || Buffer.allocUnsafeSlow(large ? LARGE_BYTES : SMALL_BYTES)
  const take = (count: number, mine: Uint8Array): boolean => {
    let holders = 1
    const release = () => {
      if (--holders === 0 && mine.length === LARGE_BYTES && spare.length < SPARE)
        spare.push(Buffer.from(mine.buffer as ArrayBuffer))
    }
    large = count === mine.length || (large && count > SMALL_BYTES)
    taker(Buffer.from(mine.buffer, 0, count), () => {
      holders++
      return release
    })
    release()
    return true // holding the sender back is done by `pause`
  }
  const onread = { buffer: next, callback: take }
  const servername = net.isIP(host) ? undefined : host
  const socket = secure
    ? // It knows `onread` (Node's documentation of tls.connect); its types do not.
      tls.connect({ host, port, servername, ca, rejectUnauthorized: verify, onread } as tls.ConnectionOptions)
    : net.connect({ host, port, onread })
  socket.setNoDelay(true)
  socket.on('error', () => {}) // 'close' follows
  return {
    socket,
    onBytes: (each) => {
      taker = each
    },
  }
}
