/** What monitors read: `/api/health/`, Waldur's `/health-check/`, `/metrics`. Answered before Next, whatever the pages do. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readHealth } from './health.ts'
import { log } from './log.ts'
import { metrics } from './metrics.ts'

type Reply = { status: number; type?: string; body: string }

const json = (status: number, body: object): Reply => ({ status, body: JSON.stringify(body) })

const PROBES: Record<string, () => Promise<Reply>> = {
  '/api/health': async () => {
    const health = await readHealth()
    return json(health.ready ? 200 : 503, health)
  },
  // Contract 5.4: each check is `working` or says what is wrong, and one that fails makes it a 500.
  '/health-check': async () => {
    const { checks } = await readHealth()
    const words = { database: checks.database, worker: checks.worker }
    return json(Object.values(words).every((word) => word === 'working') ? 200 : 500, words)
  },
  '/metrics': async () => ({
    status: 200,
    type: metrics.registry.contentType,
    body: await metrics.registry.metrics(),
  }),
}

/** Answers a probe and says true; leaves every other request alone. */
export const answerProbe = (request: IncomingMessage, response: ServerResponse): boolean => {
  const path = (request.url ?? '').split('?')[0].replace(/\/$/, '')
  if (!Object.hasOwn(PROBES, path) || !['GET', 'HEAD'].includes(request.method ?? '')) return false
  PROBES[path]()
    .catch((error: unknown): Reply => {
      log.error({ err: error, path }, 'a probe failed')
      return json(500, { detail: 'The check itself failed. The operator finds the cause in the log.' })
    })
    .then(({ status, type = 'application/json', body }) => {
      response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' })
      response.end(request.method === 'HEAD' ? undefined : body)
    })
  return true
}
