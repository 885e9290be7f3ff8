/**
 * The cloud under test: the one that `OS_*` names, else a built-in one of this file's own. Plain HTTP on purpose: what
 * is checked here is what a client of ours would meet.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { createFakeCloud, type FakeCloud } from '../../fake/index.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are compared, not computed with
export type Json = any
export type Answer = { status: number; headers: Headers; body: Json; text: string }
export type ServiceType = 'identity' | 'compute' | 'volumev3' | 'network' | 'image'
export type CallOptions = { body?: Json; microversion?: string; headers?: Record<string, string>; raw?: string }

/** Calls as one user in one project. */
export type Session = {
  token: string
  projectId: string
  userId: string
  catalog: Json[]
  call: (method: string, service: ServiceType, path: string, options?: CallOptions) => Promise<Answer>
}
export type Cloud = {
  /** A built-in one. */
  fake: FakeCloud | null
  authUrl: string
  imageId: string
  flavorId: string
  externalNetworkId: string
  admin: Session
  close: () => Promise<void>
}

const MICROVERSION_NAMES: Partial<Record<ServiceType, string>> = { compute: 'compute', volumev3: 'volume' }

export async function request(
  url: string,
  method: string,
  options: CallOptions & { token?: string } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      Accept: 'application/json',
      ...(options.body === undefined && options.raw === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(options.token === undefined ? {} : { 'X-Auth-Token': options.token }),
      ...options.headers,
    },
    ...(options.raw !== undefined
      ? { body: options.raw }
      : options.body === undefined
        ? {}
        : { body: JSON.stringify(options.body) }),
  })
  const text = await response.text()
  let body: Json
  try {
    body = JSON.parse(text)
  } catch {
    body = undefined
  }
  return { status: response.status, headers: response.headers, body, text }
}

export const passwordAuth = (user: string, password: string, scope?: Json): Json => ({
  auth: {
    identity: { methods: ['password'], password: { user: { name: user, domain: { name: 'Default' }, password } } },
    ...(scope === undefined ? {} : { scope }),
  },
})

export async function login(authUrl: string, user: string, password: string, projectId: string): Promise<Session> {
  const answer = await request(`${authUrl}/auth/tokens`, 'POST', {
    body: passwordAuth(user, password, { project: { id: projectId } }),
  })
  if (answer.status !== 201) throw new Error(`Login of ${user} answered ${answer.status}: ${answer.text}`)
  const token = answer.headers.get('x-subject-token')!
  const { catalog } = answer.body.token
  const endpoint = (type: string): string => {
    const service = catalog.find((one: Json) => one.type === type)
    const url: string = service.endpoints.find((one: Json) => one.interface === 'public').url
    if (type === 'network') return `${url}/v2.0`
    return type === 'image' ? `${url}/v2` : url
  }
  return {
    token,
    projectId,
    userId: answer.body.token.user.id,
    catalog,
    call: (method, service, path, options = {}) => {
      const name = MICROVERSION_NAMES[service]
      const version: Record<string, string> =
        options.microversion && name ? { 'OpenStack-API-Version': `${name} ${options.microversion}` } : {}
      return request(endpoint(service) + path, method, {
        ...options,
        token,
        headers: { ...version, ...options.headers },
      })
    },
  }
}

/** How long one look at a state waits for the next, and how much a clock may be off. */
const POLL_MS = process.env.OS_AUTH_URL ? 400 : 25

export async function openCloud(): Promise<Cloud> {
  const fake = process.env.OS_AUTH_URL ? null : await createFakeCloud({ clock: { pace: 0.1 } })
  const env = { ...process.env, ...fake?.env } as Record<string, string>
  const authUrl = env.OS_AUTH_URL.replace(/\/$/, '')
  const unscoped = await request(`${authUrl}/auth/tokens`, 'POST', {
    body: passwordAuth(env.OS_USERNAME, env.OS_PASSWORD),
  })
  const projects = await request(`${authUrl}/auth/projects`, 'GET', {
    token: unscoped.headers.get('x-subject-token') ?? '',
  })
  const project = projects.body.projects.find((one: Json) => one.name === env.OS_PROJECT_NAME)
  const admin = await login(authUrl, env.OS_USERNAME, env.OS_PASSWORD, project.id)
  return {
    fake,
    authUrl,
    imageId: env.IMAGE_ID,
    flavorId: env.FLAVOR_ID,
    externalNetworkId: env.OS_EXTERNAL_NETWORK_ID ?? env.EXTERNAL_NETWORK_ID,
    admin,
    close: async () => fake?.close(),
  }
}

export const uniqueName = (prefix = 'contract'): string => `${prefix}-${randomBytes(4).toString('hex')}`
/** An id that no cloud has. */
export const NOWHERE = '11111111-2222-4333-8444-555555555555'

/** Asks until `done` says so. @throws with the last answer */
export async function until<T>(
  ask: () => Promise<T>,
  done: (value: T) => boolean,
  what: string,
  seconds = 90,
): Promise<T> {
  const endMs = Date.now() + seconds * 1000
  for (;;) {
    const value = await ask()
    if (done(value)) return value
    if (Date.now() > endMs)
      throw new Error(`Waited ${seconds} s for ${what}; last: ${JSON.stringify(value).slice(0, 800)}`)
    await sleep(POLL_MS)
  }
}

/** Waits for one of the statuses of a server, a volume or a snapshot; an idle server is meant. */
export const untilStatus = (
  session: Session,
  service: 'compute' | 'volumev3',
  path: string,
  statuses: string[],
): Promise<Json> =>
  until(
    async () => Object.values((await session.call('GET', service, path)).body)[0] as Json,
    (row) => statuses.includes(row.status) && !row['OS-EXT-STS:task_state'],
    `${path} to be ${statuses.join(' or ')}`,
  )

export const untilGone = (session: Session, service: ServiceType, path: string): Promise<Answer> =>
  until(
    () => session.call('GET', service, path),
    (answer) => answer.status === 404,
    `${path} to be gone`,
  )

/** A project with a user of its own who is member there; `remove` clears both and all that they hold. */
export type Tenant = Session & { name: string; password: string; admin: Session; remove: () => Promise<void> }

export async function createTenant(cloud: Cloud): Promise<Tenant> {
  const { admin } = cloud
  const name = uniqueName()
  const password = randomBytes(9).toString('base64url')
  const project = (
    await admin.call('POST', 'identity', '/projects', { body: { project: { name, domain_id: 'default' } } })
  ).body.project
  const user = (
    await admin.call('POST', 'identity', '/users', { body: { user: { name, domain_id: 'default', password } } })
  ).body.user
  const role = (await admin.call('GET', 'identity', '/roles?name=member')).body.roles[0]
  const granted = await admin.call('PUT', 'identity', `/projects/${project.id}/users/${user.id}/roles/${role.id}`)
  expect(granted.status).toBe(204)
  const session = await login(cloud.authUrl, name, password, project.id)
  return {
    ...session,
    name,
    password,
    admin,
    remove: async () => {
      await sweep(session, admin)
      await admin.call('DELETE', 'identity', `/users/${user.id}`)
      await admin.call('DELETE', 'identity', `/projects/${project.id}`)
    },
  }
}

/** Deletes everything in a project, in an order that the services accept. */
async function sweep(session: Session, admin: Session): Promise<void> {
  const list = async (service: ServiceType, path: string): Promise<Json[]> =>
    Object.values((await session.call('GET', service, path)).body ?? {}).find(Array.isArray) ?? []
  const each = async (service: ServiceType, path: string, remove: (row: Json) => Promise<unknown>) => {
    for (const row of await list(service, path)) await remove(row)
  }
  const drop = (service: ServiceType, path: string) => session.call('DELETE', service, path)
  const empty = (service: ServiceType, path: string) =>
    until(
      () => list(service, path),
      (rows) => rows.length === 0,
      `${path} to be empty`,
    )
  await each('compute', '/servers', (row) => drop('compute', `/servers/${row.id}`))
  await empty('compute', '/servers')
  await each('volumev3', '/snapshots', (row) => drop('volumev3', `/snapshots/${row.id}`))
  await empty('volumev3', '/snapshots')
  await each('volumev3', '/volumes', (row) => drop('volumev3', `/volumes/${row.id}`))
  await each('network', '/floatingips', (row) => drop('network', `/floatingips/${row.id}`))
  await each('network', '/routers', async (row) => {
    await session.call('PUT', 'network', `/routers/${row.id}`, { body: { router: { routes: [] } } })
    for (const port of await list('network', `/ports?device_id=${row.id}`))
      await session.call('PUT', 'network', `/routers/${row.id}/remove_router_interface`, { body: { port_id: port.id } })
    await drop('network', `/routers/${row.id}`)
  })
  const own = `project_id=${session.projectId}`
  await each('network', `/ports?${own}`, async (row) => {
    if (!row.device_owner.startsWith('network:')) await drop('network', `/ports/${row.id}`)
  })
  await each('network', `/networks?${own}`, (row) => drop('network', `/networks/${row.id}`))
  await each('network', '/security-groups', (row) => admin.call('DELETE', 'network', `/security-groups/${row.id}`))
  await each('image', `/images?owner=${session.projectId}`, (row) => drop('image', `/images/${row.id}`))
  await each('compute', '/os-keypairs', (row) => drop('compute', `/os-keypairs/${row.keypair.name}`))
  await each('compute', '/os-server-groups', (row) => drop('compute', `/os-server-groups/${row.id}`))
  for (const [service, path] of [
    ['compute', 'os-quota-sets'],
    ['volumev3', 'os-quota-sets'],
    ['network', 'quotas'],
  ] as const)
    await admin.call('DELETE', service, `/${path}/${session.projectId}`)
  await empty('volumev3', '/volumes')
}

/** Checks the status first, so that a failure shows the cloud's words. */
export function expectStatus(answer: Answer, status: number | number[]): Json {
  const wanted = [status].flat()
  if (!wanted.includes(answer.status))
    throw new Error(`Expected ${wanted.join(' or ')}, got ${answer.status}: ${answer.text.slice(0, 600)}`)
  return answer.body
}
/** Nova's and Cinder's errors: `{badRequest: {code, message}}`. */
export function expectFault(answer: Answer, status: number, kind: string, message: string | RegExp): void {
  const body = expectStatus(answer, status)
  expect(Object.keys(body)).toEqual([kind])
  expect(body[kind].code).toBe(status)
  if (typeof message === 'string') expect(body[kind].message).toBe(message)
  else expect(body[kind].message).toMatch(message)
}
/** Neutron's. */
export function expectNeutronError(answer: Answer, status: number, type: string, message: string | RegExp): void {
  const body = expectStatus(answer, status)
  expect(body.NeutronError.type).toBe(type)
  expect(body.NeutronError.detail).toBe('')
  if (typeof message === 'string') expect(body.NeutronError.message).toBe(message)
  else expect(body.NeutronError.message).toMatch(message)
}
/** Keystone's, and the 401 that a service's token check sends. */
export function expectKeystoneError(answer: Answer, status: number, title: string, message: string | RegExp): void {
  const body = expectStatus(answer, status)
  expect(body.error).toMatchObject({ code: status, title })
  if (typeof message === 'string') expect(body.error.message).toBe(message)
  else expect(body.error.message).toMatch(message)
}
