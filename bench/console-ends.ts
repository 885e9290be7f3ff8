/**
 * The ends of the console bench, each a process of its own: `guest` (what QEMU serves), `cloud` (Nova's proxy) and
 * `relay`. A process tells its parent its port, and how much processor time it has taken whenever it is asked.
 */
import { createServer, type Server } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { consoleRelay } from '../server/console/relay.ts'

/** First byte of the order to send: none of RFB's client messages. The size follows, 32 bits. */
export const SEND = 115

const listen = (server: Server | net.Server) =>
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))

/** The guest's screen as QEMU serves it: plain TCP. Sends as much as it is told, and answers a key with an update. */
const guestEnd = () => {
  const block = Buffer.alloc(1024 * 1024, 7)
  const update = Buffer.alloc(64, 9)
  const server = net.createServer({ noDelay: true }, (socket) => {
    socket.write('RFB 003.008\n')
    socket.on('error', () => {})
    socket.on('data', (data) => {
      if (data[0] !== SEND) return socket.write(update)
      let left = data.readUInt32BE(1)
      const more = () => {
        while (left > 0) {
          const size = Math.min(left, block.length)
          left -= size
          if (!socket.write(block.subarray(0, size)) && left > 0) return socket.once('drain', more)
        }
      }
      more()
    })
  })
  listen(server)
}

/** The cloud's console proxy, as Nova's: each piece read from the guest, 64 KiB at most, becomes a websocket frame. */
const cloudEnd = (guestPort: string) => {
  const http = createServer()
  const wss = new WebSocketServer({ server: http, perMessageDeflate: false })
  wss.on('connection', (ws) => {
    const guest = net.connect({ port: Number(guestPort), host: '127.0.0.1', noDelay: true })
    guest.on('error', () => ws.terminate())
    ws.on('close', () => guest.destroy())
    ws.on('message', (data: Buffer) => guest.write(data))
    const goOn = () => {
      if (ws.bufferedAmount < 256 * 1024) guest.resume()
    }
    guest.on('data', (data) => {
      ws.send(data, goOn)
      if (ws.bufferedAmount > 1024 * 1024) guest.pause()
    })
  })
  listen(http)
}

/** The relay alone, without database: what is measured is the way of the bytes. */
const relayEnd = (cloudPort: string) => {
  const relay = consoleRelay({
    authenticate: async () => ({ userUuid: 'u', sessionId: 's', userName: 'bench' }),
    redeem: async () => ({
      instanceUuid: 'vm',
      kind: 'novnc',
      target: { url: `ws://127.0.0.1:${cloudPort}/`, protocols: ['binary'] },
    }),
    noteRefusal: async () => {},
    watch: () => () => {},
    sessions: { open: async () => 'session', close: async () => {}, taken: async () => [] },
    audit: async () => {},
  })
  const http = createServer()
  http.on('upgrade', (req, socket, head) => void relay.handle(req, socket, head))
  listen(http)
}

const [, , role, port] = process.argv
if (process.send) {
  if (role === 'guest') guestEnd()
  if (role === 'cloud') cloudEnd(port)
  if (role === 'relay') relayEnd(port)
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMs: (user + system) / 1000 })
  })
}
