import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { db } from '../db/client.ts'
import { workers } from './jobs/table.ts'
import { answerProbe } from './probes.ts'
import { openTestDatabase } from './testing/database.ts'

openTestDatabase()

const server = http.createServer((request, response) => {
  if (!answerProbe(request, response)) response.writeHead(418).end()
})
let base = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test('a portal with a database can serve, and says when no worker lives', async () => {
  const response = await fetch(`${base}/api/health/`)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ ready: true, checks: { database: 'working' } })
  const silent = await fetch(`${base}/health-check/?format=json`)
  expect(silent.status).toBe(500)
  expect((await silent.json()).worker).toContain('No worker')
  await db.insert(workers).values({ owner: 'test', startedAt: new Date(), seenAt: new Date() })
  const alive = await fetch(`${base}/health-check/?format=json`)
  expect(alive.status).toBe(200)
  expect(await alive.json()).toEqual({ database: 'working', worker: 'working' })
})

test('metrics count jobs, and other paths and methods are left alone', async () => {
  const response = await fetch(`${base}/metrics`)
  expect(response.headers.get('content-type')).toContain('text/plain')
  expect(await response.text()).toContain('foyer_http_request_seconds')
  expect((await fetch(`${base}/api/health/`, { method: 'HEAD' })).status).toBe(200)
  expect((await fetch(`${base}/api/health/`, { method: 'POST' })).status).toBe(418)
  expect((await fetch(`${base}/api/healthy/`)).status).toBe(418)
})
