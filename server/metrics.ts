/** Figures for Prometheus at `/metrics`. Each process counts its own; the worker's reach it through the database. */
import { count } from 'drizzle-orm'
import client from 'prom-client'
import { db } from '../db/client.ts'
import { jobs } from './jobs/table.ts'
import type { CallOutcome } from './openstack/http.ts'

const KEY = Symbol.for('foyer.metrics')
const create = () => {
  const registry = new client.Registry()
  client.collectDefaultMetrics({ register: registry })
  return {
    registry,
    requests: new client.Histogram({
      name: 'foyer_http_request_seconds',
      help: 'Time to answer API requests.',
      labelNames: ['method', 'collection', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers: [registry],
    }),
    cloudCalls: new client.Histogram({
      name: 'foyer_openstack_call_seconds',
      help: 'Time of calls to OpenStack.',
      labelNames: ['service', 'method', 'status'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
      registers: [registry],
    }),
    jobs: new client.Gauge({
      name: 'foyer_jobs',
      help: 'Jobs by state.',
      labelNames: ['state'],
      registers: [registry],
      async collect() {
        const rows = await db.select({ state: jobs.state, n: count() }).from(jobs).groupBy(jobs.state)
        this.reset()
        for (const { state, n } of rows) this.set({ state }, n)
      },
    }),
    streams: new client.Gauge({ name: 'foyer_event_streams', help: 'Open event streams.', registers: [registry] }),
    consoles: new client.Gauge({ name: 'foyer_consoles', help: 'Open consoles.', registers: [registry] }),
  }
}
type Metrics = ReturnType<typeof create>
export const metrics = ((globalThis as Record<symbol, unknown>)[KEY] ??= create()) as Metrics

export const countCloudCall = ({ service, method, status, ms }: CallOutcome): void =>
  metrics.cloudCalls.observe({ service, method, status: String(status) }, ms / 1000)
