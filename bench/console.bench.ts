/**
 * What the console relay costs beside a direct websocket to the cloud's console proxy: throughput towards the browser,
 * and the round trip of one key press. Guest (TCP, as QEMU), proxy, relay and browser's end are processes of their own,
 * as in life. All share this machine: with fewer cores than busy processes the measured share says how the relay's
 * work compares with the rest, and its processor time per GiB what it can carry on a core of its own.
 */
import { type ChildProcess, fork } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { SEND } from './console-ends.ts'
import { type Bench, percentile } from './harness.ts'

const TOTAL_MIB = 128
const TOTAL_BYTES = TOTAL_MIB * 1024 * 1024
const ROUND_TRIPS = 500
const ROUNDS = 15

type End = { process: ChildProcess; port: number; cpuMs: () => Promise<number> }

const end = async (...args: string[]): Promise<End> => {
  const child = fork(fileURLToPath(new URL('console-ends.ts', import.meta.url)), args)
  const heard = () => new Promise<{ port: number; cpuMs: number }>((resolve) => child.once('message', resolve as never))
  const { port } = await heard()
  const cpuMs = async () => {
    const answer = heard()
    child.send('cpu')
    return (await answer).cpuMs
  }
  return { process: child, port, cpuMs }
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
    const order = Buffer.from([SEND, 0, 0, 0, 0])
    order.writeUInt32BE(TOTAL_BYTES, 1)
    ws.send(order)
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

const median = (values: number[]) => percentile(values, 0.5)

const run = async () => {
  const guest = await end('guest')
  const cloud = await end('cloud', String(guest.port))
  const relay = await end('relay', String(cloud.port))
  try {
    const direct = await connect(`ws://127.0.0.1:${cloud.port}/`)
    const relayed = await connect(`ws://127.0.0.1:${relay.port}/api/console/bench`)
    const rates = { direct: [] as number[], relayed: [] as number[] }
    const trips = { direct: [] as number[], relayed: [] as number[] }
    let relayCpuMs = 0
    // Both ways in turns, compared round by round: a change of the machine's mood meets both.
    for (let round = 0; round <= ROUNDS; round++) {
      const directRate = await throughput(direct)
      const before = await relay.cpuMs()
      const relayedRate = await throughput(relayed)
      const after = await relay.cpuMs()
      const [directMs, relayedMs] = [await roundTrip(direct), await roundTrip(relayed)]
      if (round === 0) continue // warms up
      rates.direct.push(directRate)
      rates.relayed.push(relayedRate)
      trips.direct.push(directMs)
      trips.relayed.push(relayedMs)
      relayCpuMs += after - before
    }
    direct.terminate()
    relayed.terminate()
    const directRate = median(rates.direct)
    const ownCore = (ROUNDS * TOTAL_MIB) / (relayCpuMs / 1000)
    const [directMs, relayedMs] = [median(trips.direct), median(trips.relayed)]
    const share = median(rates.relayed.map((rate, round) => rate / rates.direct[round]))
    return [
      {
        name: 'throughput',
        value: median(rates.relayed),
        floor: { name: 'direct socket', value: directRate },
        unit: 'MiB/s' as const,
      },
      {
        name: `share of the direct throughput, 4 busy processes on ${os.cpus().length} cores`,
        value: share * 100,
        unit: '%' as const,
        target: { at: 'least' as const, value: 80 },
      },
      {
        name: 'throughput that one core of the relay carries',
        value: ownCore,
        floor: { name: 'direct socket', value: directRate },
        unit: 'MiB/s' as const,
      },
      {
        name: 'added to a round trip',
        value: relayedMs - directMs,
        floor: { name: 'direct round trip', value: directMs },
        unit: 'ms' as const,
        target: { at: 'most' as const, value: 2 },
      },
    ]
  } finally {
    for (const each of [relay, cloud, guest]) each.process.kill()
  }
}

export default { title: 'the console relay beside a direct websocket', run } satisfies Bench
