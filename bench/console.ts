/**
 * What the console relay costs beside a direct websocket: throughput towards the browser in frames of the size that
 * console proxies send, and the time of a round trip of one key press. The cloud's end, the relay and the browser's
 * end are processes of their own, as in life.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { WebSocket, WebSocketServer } from 'ws'
import { consoleRelay } from '../server/console/relay.ts'

const FRAME_BYTES = 64 * 1024 // websockify's and QEMU's largest frame
const TOTAL_BYTES = 512 * 1024 * 1024
const ROUND_TRIPS = 2000
const ROUNDS = 5

/** A cloud end: sends as much as it is told (`send <bytes>`), and answers each key press with a small update. */
const cloudEnd = () => {
  const http = createServer()
  const wss = new WebSocketServer({ server: http, perMessageDeflate: false })
  const frame = Buffer.alloc(FRAME_BYTES, 7)
  const update = Buffer.alloc(64, 9)
  wss.on('connection', (ws) => {
    ws.send('RFB 003.008\n')
    ws.on('message', (data: Buffer) => {
      if (data[0] !== 115) return ws.send(update)
      let left = Number(data.toString().split(' ')[1])
      const more = () => {
        while (left > 0 && ws.bufferedAmount < 1024 * 1024) {
          left -= frame.length
          ws.send(frame, more)
        }
      }
      more()
    })
  })
  http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port))
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
  http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port))
}

const child = (...args: string[]) => {
  const process = fork(fileURLToPath(import.meta.url), args)
  return new Promise<{ process: ChildProcess; port: number }>((resolve) =>
    process.once('message', (port) => resolve({ process, port: port as number })),
  )
}

const connect = (url: string) =>
  new Promise<WebSocket>((resolve, reject) => {
    const ws = new WebSocket(url, ['binary'], { perMessageDeflate: false })
    ws.once('message', () => resolve(ws))
    ws.once('error', reject)
  })

/** MiB per second of one large transfer. */
const throughput = (ws: WebSocket) =>
  new Promise<number>((resolve) => {
    const began = performance.now()
    let left = TOTAL_BYTES
    const take = (data: Buffer) => {
      left -= data.length
      if (left > 0) return
      ws.off('message', take)
      resolve(TOTAL_BYTES / 1024 / 1024 / ((performance.now() - began) / 1000))
    }
    ws.on('message', take)
    ws.send(Buffer.from(`send ${TOTAL_BYTES}`))
  })

/** Median milliseconds from a key press to the answer. */
const roundTrip = async (ws: WebSocket) => {
  const key = Buffer.from([4, 1, 0, 0, 0, 0, 0, 97])
  const times: number[] = []
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const began = performance.now()
    const answered = new Promise((resolve) => ws.once('message', resolve))
    ws.send(key)
    await answered
    times.push(performance.now() - began)
  }
  return median(times)
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

export type ConsoleBench = {
  directMibPerS: number
  relayMibPerS: number
  /** Relay's share of the direct throughput: the floor is 0.8. */
  share: number
  directMs: number
  relayMs: number
  /** What the relay adds to a round trip: at most 2. */
  addedMs: number
}

/** Runs both ways in turns, so that a change of the machine's mood meets both, and compares medians. */
export const benchConsole = async (): Promise<ConsoleBench> => {
  const cloud = await child('cloud')
  const relay = await child('relay', String(cloud.port))
  try {
    const direct = await connect(`ws://127.0.0.1:${cloud.port}/`)
    const relayed = await connect(`ws://127.0.0.1:${relay.port}/api/console/bench`)
    const rates = { direct: [] as number[], relayed: [] as number[] }
    const trips = { direct: [] as number[], relayed: [] as number[] }
    for (let round = 0; round <= ROUNDS; round++) {
      const sample = [
        await throughput(direct),
        await throughput(relayed),
        await roundTrip(direct),
        await roundTrip(relayed),
      ]
      if (round === 0) continue // warms up
      rates.direct.push(sample[0])
      rates.relayed.push(sample[1])
      trips.direct.push(sample[2])
      trips.relayed.push(sample[3])
    }
    direct.terminate()
    relayed.terminate()
    const [directMibPerS, relayMibPerS] = [median(rates.direct), median(rates.relayed)]
    const [directMs, relayMs] = [median(trips.direct), median(trips.relayed)]
    const share = relayMibPerS / directMibPerS
    return { directMibPerS, relayMibPerS, share, directMs, relayMs, addedMs: relayMs - directMs }
  } finally {
    relay.process.kill()
    cloud.process.kill()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === 'cloud') cloudEnd()
  else if (process.argv[2] === 'relay') relayEnd(process.argv[3])
  else console.log(await benchConsole())
}
