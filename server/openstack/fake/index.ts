/**
 * The built-in cloud: an OpenStack in memory behind real HTTP, for the demo, development and tests. It keeps a real
 * service's habits (see `server/openstack/contract`), on a clock that tests may move.
 */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type SeedCounts, seedMany } from './bulk.ts'
import { cinderTasks } from './cinder/index.ts'
import type { Clock, ClockOptions } from './clock.ts'
import { Cloud, type Settings } from './cloud.ts'
import { ConsoleProxy } from './console/proxy.ts'
import { Sessions } from './console/sessions.ts'
import { type Control, controlRequest, createControl } from './control.ts'
import type { CallLog, Faults } from './faults.ts'
import { neutronTasks } from './neutron/index.ts'
import { novaTasks } from './nova/index.ts'
import { ADMIN, seedBasics, seededIds } from './seed.ts'
import { serve } from './services.ts'
import { loadState, saveState } from './state.ts'

export type { FaultInput, LoggedCall } from './faults.ts'

export type FakeCloudOptions = {
  /** A free one if not given. */
  port?: number
  host?: string
  /** Rows are kept here across restarts. */
  stateFile?: string
  /** Added to every answer. */
  latencyMs?: number
  /** Rows to begin with, beside the basics; only where no state file exists yet. */
  seed?: SeedCounts
  clock?: ClockOptions
  settings?: Partial<Settings>
}
export type FakeCloud = {
  /** `http://host:port` */
  url: string
  /** Keystone's: `…/identity/v3`. */
  authUrl: string
  /** What the `openstack` command reads. */
  env: Record<string, string>
  ids: ReturnType<typeof seededIds>
  clock: Clock
  faults: Faults
  calls: CallLog
  control: Control
  close: () => Promise<void>
}

const SAVE_AFTER_MS = 200

/** Starts a cloud. Resolves when it listens; `close` saves the rows and ends all connections. */
export async function createFakeCloud(options: FakeCloudOptions = {}): Promise<FakeCloud> {
  const tasks = { ...novaTasks, ...cinderTasks, ...neutronTasks }
  const cloud = new Cloud(tasks, options.clock ?? {}, {
    ...options.settings,
    ...(options.latencyMs ? { latencyMs: options.latencyMs } : {}),
  })
  const saved = options.stateFile ? loadState(options.stateFile, cloud.state) : null
  if (saved) cloud.clock.restore(saved)
  else {
    seedBasics(cloud)
    if (options.seed) seedMany(cloud, options.seed)
  }
  const save = persistence(cloud, options.stateFile)
  const sessions = new Sessions(cloud)
  const control = createControl(cloud, sessions)
  const proxy = new ConsoleProxy(cloud, sessions)
  const server = http.createServer(
    { keepAliveTimeout: 65_000 },
    (request, response) => void listener(cloud, control, request, response),
  )
  server.on('upgrade', (request, socket, head) => proxy.handle(request, socket, head))
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, host, resolve))
  cloud.url = `http://${host}:${(server.address() as AddressInfo).port}`
  const ids = seededIds()
  cloud.ids = { imageId: ids.imageId, externalNetworkId: ids.externalNetworkId, adminProjectId: ids.adminProjectId }
  return {
    url: cloud.url,
    authUrl: `${cloud.url}/identity/v3`,
    env: environment(cloud.url, ids),
    ids,
    clock: cloud.clock,
    faults: cloud.faults,
    calls: cloud.calls,
    control,
    close: async () => {
      save.now()
      sessions.stop()
      proxy.close()
      cloud.faults.clear()
      cloud.clock.stop()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function listener(
  cloud: Cloud,
  control: Control,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    return // the client left before it had said everything
  }
  const raw = Buffer.concat(chunks)
  const url = new URL(request.url ?? '/', 'http://cloud')
  if (url.pathname.startsWith('/_control')) return answerControl(cloud, control, request, response, url, raw)
  if (await serve(cloud, request, response, raw)) return
  response.writeHead(404, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ error: { code: 404, title: 'Not Found', message: `No service at ${url.pathname}` } }))
}

function answerControl(
  cloud: Cloud,
  control: Control,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  url: URL,
  raw: Buffer,
): void {
  let reply: { status: number; body: unknown }
  try {
    cloud.clock.runDue()
    const body = raw.length ? JSON.parse(raw.toString()) : {}
    reply = controlRequest(
      cloud,
      control,
      request.method ?? 'GET',
      url.pathname.slice('/_control'.length),
      url.searchParams,
      body,
    )
  } catch (error) {
    reply = { status: 400, body: { error: error instanceof Error ? error.message : String(error) } }
  }
  response.writeHead(reply.status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(reply.body))
}

function persistence(cloud: Cloud, file: string | undefined): { now: () => void } {
  if (!file) return { now: () => {} }
  let timer: NodeJS.Timeout | null = null
  const now = () => {
    if (timer) clearTimeout(timer)
    timer = null
    saveState(file, cloud.state, cloud.clock.pending)
  }
  cloud.changed = () => {
    timer ??= setTimeout(now, SAVE_AFTER_MS)
    timer.unref()
  }
  return { now }
}

const environment = (url: string, ids: ReturnType<typeof seededIds>): Record<string, string> => ({
  OS_AUTH_URL: `${url}/identity/v3`,
  OS_IDENTITY_API_VERSION: '3',
  OS_USERNAME: ADMIN.user,
  OS_PASSWORD: ADMIN.password,
  OS_PROJECT_NAME: ADMIN.project,
  OS_PROJECT_ID: ids.adminProjectId,
  OS_USER_DOMAIN_NAME: ADMIN.domain,
  OS_PROJECT_DOMAIN_NAME: ADMIN.domain,
  OS_REGION_NAME: ADMIN.region,
  OS_VOLUME_API_VERSION: '3',
  OS_INTERFACE: 'public',
  OS_EXTERNAL_NETWORK_ID: ids.externalNetworkId,
  EXTERNAL_NETWORK_NAME: 'external',
  EXTERNAL_NETWORK_ID: ids.externalNetworkId,
  EXTERNAL_SUBNET_ID: ids.externalSubnetId,
  IMAGE_NAME: 'Built-in Linux',
  IMAGE_ID: ids.imageId,
  FLAVOR_NAME: 'tiny',
  FLAVOR_ID: ids.flavorIds.tiny,
  VOLUME_TYPE_SSD_ID: ids.volumeTypeIds.ssd,
  VOLUME_TYPE_HDD_ID: ids.volumeTypeIds.hdd,
})
