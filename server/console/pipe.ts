/** Joins two websockets with back-pressure. */
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'

/** More than this waiting to be written to one side stops reading from the other. */
export const HIGH_WATER_BYTES = 4 * 1024 * 1024

/** A websocket and the socket under it, whose `drain` says that the other side may go on. */
export type Side = { ws: WebSocket; socket: Duplex }

/**
 * Sends on what arrives. Text frames of the browser are words for the relay (`onText`), never for the guest; all that
 * the cloud sends goes out as binary, so that text frames to the browser are the relay's alone.
 * @param onData every binary frame, before it is sent on
 */
export const forward = (
  from: Side,
  to: Side,
  { onData, onText }: { onData: (data: Buffer) => void; onText?: (text: string) => void },
): void => {
  from.ws.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary && onText) return onText(data.toString())
    onData(data)
    sendOn(from, to, data)
  })
}

/** One frame onwards, holding the sender back while the receiver is behind. */
export const sendOn = (from: Side, to: Side, data: Buffer): void => {
  if (to.ws.readyState !== WebSocket.OPEN) return
  to.ws.send(data, { binary: true })
  if (to.ws.bufferedAmount > HIGH_WATER_BYTES && !from.ws.isPaused) {
    from.ws.pause()
    to.socket.once('drain', () => from.ws.resume())
  }
}
