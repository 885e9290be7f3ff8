/**
 * How long a change takes from its commit to 200 open event streams, over real HTTP. The change is written by this
 * process, as a worker would; the floor is a bare server that writes the same bytes to as many sockets at once.
 */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { closeDatabase, db, openDatabase, transaction } from '../db/client.ts'
import { newUuid } from '../server/ids.ts'
import { noteChange } from '../server/live/changes.ts'
import { volumes } from '../server/resources/volume/table.ts'
import { type Bench, percentile } from './harness.ts'
import { startPortal } from './portal.ts'

const STREAMS = 200
const ROUNDS = 30
const PAUSE_MS = 300
const PASSWORD = 'bench-password'
const MARK = 'bench-'

type Ear = { heard: (mark: string) => Promise<number>; close: () => void }

/** Opens a stream; `heard` resolves with the moment at which a text has come. */
const listen = (url: string, headers: Record<string, string>): Promise<Ear> =>
  new Promise((resolve, reject) => {
    const waiting = new Map<string, (at: number) => void>()
    const request = http.get(url, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`The stream answers ${response.statusCode}`))
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text = (text + part).slice(-20_000)
        for (const [mark, tell] of waiting)
          if (text.includes(mark)) {
            waiting.delete(mark)
            tell(performance.now())
          }
      })
      response.once('data', () =>
        resolve({
          heard: (mark) => new Promise((tell) => waiting.set(mark, tell)),
          close: () => request.destroy(),
        }),
      )
    })
    request.once('error', reject)
  })

/** Milliseconds until the last of all streams has heard, per round. */
const rounds = async (ears: readonly Ear[], change: (mark: string) => Promise<void>): Promise<number[]> => {
  const times: number[] = []
  for (let i = 0; i <= ROUNDS; i++) {
    const mark = `${MARK}${newUuid()}`
    const all = ears.map((ear) => ear.heard(mark))
    await change(mark)
    const from = performance.now()
    const last = Math.max(...(await Promise.all(all)))
    if (i > 0) times.push(last - from)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS + Math.random() * PAUSE_MS))
  }
  return times
}

const throughPortal = async () => {
  const portal = await startPortal('server/main.ts', {
    args: ['--web'],
    env: { FOYER_STAFF_PASSWORD: PASSWORD, FOYER_LOG_LEVEL: 'warn' },
  })
  try {
    const answer = await fetch(`${portal.url}/api-auth/password/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'staff', password: PASSWORD }),
    })
    const { token } = (await answer.json()) as { token: string }
    const headers = { authorization: `Token ${token}` }
    const ears = await Promise.all(
      Array.from({ length: STREAMS }, () => listen(`${portal.url}/api/foyer-changes/`, headers)),
    )
    await openDatabase({ dataDir: portal.dataDir })
    const now = new Date()
    const [row] = await db
      .insert(volumes)
      .values({
        uuid: newUuid(),
        name: 'bench',
        state: 'OK',
        tenantUuid: newUuid(),
        projectUuid: newUuid(),
        customerUuid: newUuid(),
        settingsUuid: newUuid(),
        sizeMib: 1024,
        createdAt: now,
        modifiedAt: now,
      })
      .returning()
    const times = await rounds(ears, (name) =>
      transaction(async () => {
        await db.update(volumes).set({ name }).where(eq(volumes.uuid, row.uuid))
        await noteChange('openstack-volumes', 'updated', row)
      }),
    )
    const memoryMib = portal.memoryMib()
    for (const ear of ears) ear.close()
    await closeDatabase()
    return { times, memoryMib }
  } finally {
    await portal.stop()
  }
}

const direct = async () => {
  const open: http.ServerResponse[] = []
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('retry: 1000\n\n')
    open.push(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const ears = await Promise.all(Array.from({ length: STREAMS }, () => listen(url, {})))
  const times = await rounds(ears, async (mark) => {
    const text = `event: change\ndata: {"name":"${mark}","filler":"${'x'.repeat(2000)}"}\n\n`
    for (const response of open) response.write(text)
  })
  for (const ear of ears) ear.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return times
}

export default {
  title: `a change reaches ${STREAMS} open event streams`,
  run: async () => {
    const floor = await direct()
    const { times, memoryMib } = await throughPortal()
    return [
      {
        name: 'last of all streams, median',
        value: percentile(times, 0.5),
        unit: 'ms',
        floor: { name: 'a bare server', value: percentile(floor, 0.5) },
        target: { at: 'most', value: 1000 },
      },
      {
        name: 'last of all streams, slowest change',
        value: Math.max(...times),
        unit: 'ms',
        target: { at: 'most', value: 1000 },
      },
      { name: 'web process with all streams open', value: memoryMib, unit: 'MiB', target: { at: 'most', value: 550 } },
    ]
  },
} satisfies Bench
