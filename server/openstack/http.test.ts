import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { OpenStackError } from './errors.ts'
import { type Call, type CallOutcome, collect } from './http.ts'
import { type CloudSession, connect, endpointOf, keystoneRoot, openSession, type SessionOptions } from './login.ts'

type Reply = { status?: number; body?: unknown; headers?: Record<string, string>; hang?: boolean; cut?: boolean }
type Seen = { method: string; url: string; headers: http.IncomingHttpHeaders; body: string }

let server: http.Server
let origin: string
let session: CloudSession
let seen: Seen[]
let logins: number
let tokenLifeSeconds: number
/** What the services answer, by `METHOD /path`; a list is used up one by one, its last entry stays. */
let replies: Record<string, Reply | Reply[]>

beforeEach(async () => {
  seen = []
  logins = 0
  tokenLifeSeconds = 3600
  replies = {}
  server = http.createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { method = '', url = '', headers } = request
    seen.push({ method, url, headers, body })
    const {
      status = 200,
      body: answer,
      headers: extra,
      hang,
      cut,
    } = url === '/v3/auth/tokens' ? login() : reply(`${method} ${url.split('?')[0]}`)
    if (cut) return request.socket.destroy()
    if (hang) return
    response.writeHead(status, {
      'x-openstack-request-id': `req-${seen.length}`,
      'content-type': 'application/json',
      ...extra,
    })
    response.end(answer === undefined ? '' : typeof answer === 'string' ? answer : JSON.stringify(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  await session?.close()
  server.closeAllConnections()
  server.close()
})

function reply(key: string): Reply {
  const found = replies[key] ?? { status: 404, body: { itemNotFound: { code: 404, message: `no ${key}` } } }
  if (!Array.isArray(found)) return found
  return found.length > 1 ? found.shift()! : found[0]
}

const entry = (type: string, url: string, region = 'One') => ({
  type,
  endpoints: [{ interface: 'public', region_id: region, region, url }],
})

function login(): Reply {
  const custom = replies['POST /v3/auth/tokens']
  if (custom) return reply('POST /v3/auth/tokens')
  logins += 1
  const now = Date.now()
  const token = {
    issued_at: new Date(now).toISOString(),
    expires_at: new Date(now + tokenLifeSeconds * 1000).toISOString(),
    user: { id: 'u1', name: 'admin', domain: { id: 'default', name: 'Default' } },
    project: { id: 'p1', name: 'home', domain: { id: 'default' } },
    roles: [{ id: 'r1', name: 'admin' }],
    catalog: [
      entry('compute', `${origin}/compute`),
      entry('network', `${origin}/`),
      entry('image', `${origin}/image/v2`),
    ],
  }
  return { status: 201, headers: { 'x-subject-token': `token-${logins}` }, body: { token } }
}

const open = (options: SessionOptions = {}) => {
  session = openSession(
    { authUrl: origin, username: 'admin', password: 'pa55word', projectName: 'home', region: 'One' },
    options,
  )
  return session
}
const failure = async (promise: Promise<unknown>): Promise<OpenStackError> => {
  try {
    await promise
  } catch (error) {
    expect(error).toBeInstanceOf(OpenStackError)
    return error as OpenStackError
  }
  throw new Error('It did not fail.')
}
const sent = (path: string) => seen.filter(({ url }) => url.startsWith(path))
const Thing = z.object({ id: z.string() })
const NOVA = '/compute/v2.1'

describe('login', () => {
  it('happens once for calls at the same moment, and not again while the token lives', async () => {
    replies[`GET ${NOVA}/x`] = { body: { id: '1' } }
    const { nova } = open()
    await Promise.all([nova.get('/x', Thing), nova.get('/x', Thing), nova.get('/x', Thing)])
    await nova.get('/x', Thing)
    expect(logins).toBe(1)
    expect(sent(NOVA).every(({ headers }) => headers['x-auth-token'] === 'token-1')).toBe(true)
  })

  it('happens again after half the life of a token that lives shorter than the margin', async () => {
    tokenLifeSeconds = 60
    const { access } = open()
    const { renewAtMs, expiresAtMs } = await access()
    expect(expiresAtMs - renewAtMs).toBe(30_000)
  })

  it('is renewed when its time has come', async () => {
    tokenLifeSeconds = 0
    replies[`GET ${NOVA}/x`] = { body: { id: '1' } }
    const { nova } = open()
    await nova.get('/x', Thing)
    await nova.get('/x', Thing)
    expect(logins).toBe(2)
  })

  it('is repeated once when a service rejects the token', async () => {
    replies[`POST ${NOVA}/x`] = [{ status: 401, body: { error: { message: 'Token is gone.' } } }, { body: { id: '1' } }]
    expect(await open().nova.post('/x', Thing, { body: {} })).toEqual({ id: '1' })
    expect(sent(NOVA).map(({ headers }) => headers['x-auth-token'])).toEqual(['token-1', 'token-2'])
  })

  it('is not repeated for ever', async () => {
    replies[`GET ${NOVA}/x`] = { status: 401, body: 'Authentication required' }
    const error = await failure(open().nova.get('/x', Thing))
    expect(error).toMatchObject({ kind: 'auth', status: 401, message: 'Authentication required' })
    expect(sent(NOVA)).toHaveLength(2)
  })

  it('says what Keystone says of a wrong password, and nothing of the password', async () => {
    const message = 'The request you have made requires authentication.'
    replies['POST /v3/auth/tokens'] = { status: 401, body: { error: { code: 401, title: 'Unauthorized', message } } }
    const error = await failure(
      connect({ authUrl: origin, username: 'admin', password: 'pa55word', projectName: 'home' }),
    )
    expect(error).toMatchObject({
      kind: 'auth',
      status: 401,
      message,
      code: 'Unauthorized',
      service: 'keystone',
      retryable: false,
    })
    expect(JSON.stringify({ ...error, stack: error.stack })).not.toContain('pa55word')
  })

  it('tells that there is no Keystone', async () => {
    replies['POST /v3/auth/tokens'] = { status: 200, body: '<html><h1>Welcome</h1></html>' }
    expect(await failure(open().access())).toMatchObject({
      kind: 'bad_response',
      message: `What answers at ${origin}/v3 is not Keystone v3.`,
    })
    replies['POST /v3/auth/tokens'] = { status: 404, body: '<html><h1>Not here</h1></html>' }
    expect((await failure(open().access())).message).toBe(`There is no Keystone v3 at ${origin}/v3.`)
  })

  it.each([
    ['http://k:5000', 'http://k:5000/v3'],
    ['http://k:5000/v3/', 'http://k:5000/v3'],
    ['https://k/identity', 'https://k/identity/v3'],
    ['https://k/identity/v3/auth/tokens', 'https://k/identity/v3'],
    [' http://k:5000/v2.0 ', 'http://k:5000/v3'],
  ])('finds Keystone at %s', (given, root) => expect(keystoneRoot(given)).toBe(root))

  it('asks for project, domain or application credential, and for another project or user of the same cloud', async () => {
    const home = open()
    await home.forProject('p2').access()
    await home.forDomain('Sales').access()
    await home.asUser({ username: 'anna', password: 'secret', projectId: 'p3', userDomain: 'Default' }).access()
    const app = openSession({
      authUrl: origin,
      authType: 'v3applicationcredential',
      applicationCredentialId: 'a1',
      applicationCredentialSecret: 's',
    })
    await app.access()
    expect(() => app.forProject('p2')).toThrow(/bound to its own project/)
    await app.close()
    await home.forProject('p2').access()
    const bodies = seen.map(({ body }) => JSON.parse(body).auth)
    expect(bodies.map(({ scope }) => scope)).toEqual([
      { project: { id: 'p2' } },
      { domain: { name: 'Sales' } },
      { project: { id: 'p3' } },
      undefined,
    ])
    expect(bodies[2].identity.password.user).toEqual({ name: 'anna', domain: { id: 'default' }, password: 'secret' })
    expect(bodies[3].identity).toEqual({
      methods: ['application_credential'],
      application_credential: { id: 'a1', secret: 's' },
    })
  })
})

describe('the catalogue', () => {
  it('gives each service its version', async () => {
    const { nova, neutron, glance, keystone } = open()
    expect(await Promise.all([nova, neutron, glance, keystone].map((client) => client.endpoint()))).toEqual([
      `${origin}/compute/v2.1`,
      `${origin}/v2.0`,
      `${origin}/image/v2`,
      `${origin}/v3`,
    ])
  })

  it('without a service says so in plain words', async () => {
    const error = await failure(open().cinder.get('/volumes', Thing))
    expect(error).toMatchObject({
      kind: 'bad_response',
      message: 'The catalogue has no block storage service in region One.',
    })
    const access = await session.access()
    expect(() => endpointOf('nova', access, { authUrl: origin, region: 'Two' })).toThrow(
      'no compute service in region Two',
    )
  })

  it('turns Nova’s API of 2011 into the present one', async () => {
    const access = { ...(await open().access()), catalogue: [entry('compute', 'http://n:8774/v2/p1')] }
    expect(endpointOf('nova', access, { authUrl: origin })).toBe('http://n:8774/v2.1/p1')
  })
})

describe('a call', () => {
  it('encodes path segments, repeats array values and leaves out what is undefined', async () => {
    replies[`GET ${NOVA}/servers/a%2Fb%3F`] = { body: { id: '1' } }
    await open().nova.get(['servers', 'a/b?'], Thing, {
      query: { tag: ['a', 'b'], none: undefined, all_tenants: true },
    })
    expect(seen.at(-1)?.url).toBe(`${NOVA}/servers/a%2Fb%3F?tag=a&tag=b&all_tenants=true`)
    await expect(session.nova.get(['servers', ''], Thing)).rejects.toThrow(TypeError)
    await expect(session.nova.get(['servers', '..'], Thing)).rejects.toThrow(TypeError)
  })

  it('names microversion, user agent and our request id', async () => {
    replies[`GET ${NOVA}/x`] = { body: { id: '1' } }
    const id = 'req-00000000-0000-4000-8000-000000000000'
    const { nova } = open({ userAgent: 'foyer/1' }).with({ requestId: id })
    await nova.get('/x', Thing)
    await nova.get('/x', Thing, { microversion: '2.87' })
    expect(seen.slice(-2).map(({ headers }) => headers['openstack-api-version'])).toEqual([
      'compute 2.90',
      'compute 2.87',
    ])
    expect(seen.at(-1)?.headers).toMatchObject({ 'user-agent': 'foyer/1', 'x-openstack-request-id': id })
  })

  it.each([502, 503, 504, 429])('that only reads is sent again after %s', async (status) => {
    replies[`GET ${NOVA}/x`] = [
      { status, headers: { 'retry-after': '0' } },
      { status, headers: { 'retry-after': '0' } },
      { body: { id: '1' } },
    ]
    expect(await open().nova.get('/x', Thing)).toEqual({ id: '1' })
    expect(sent(NOVA)).toHaveLength(3)
  })

  it('that only reads is sent again after a cut connection', async () => {
    replies[`GET ${NOVA}/x`] = [{ cut: true }, { body: { id: '1' } }]
    expect(await open().nova.get('/x', Thing)).toEqual({ id: '1' })
  })

  it('that only reads gives up after two repetitions', async () => {
    replies[`GET ${NOVA}/x`] = { status: 503, headers: { 'retry-after': '0' }, body: 'down' }
    expect(await failure(open().nova.get('/x', Thing))).toMatchObject({
      kind: 'server',
      status: 503,
      retryable: true,
      ambiguous: false,
    })
    expect(sent(NOVA)).toHaveLength(3)
  })

  it('is not kept waiting longer than a caller can stand', async () => {
    replies[`GET ${NOVA}/x`] = { status: 429, headers: { 'retry-after': '300' }, body: 'slow down' }
    expect(await failure(open().nova.get('/x', Thing))).toMatchObject({ kind: 'rate_limit', retryAfterSeconds: 300 })
    expect(sent(NOVA)).toHaveLength(1)
  })

  it('that changes something is sent once, and may have been carried out', async () => {
    replies[`POST ${NOVA}/x`] = { cut: true }
    expect(await failure(open().nova.post('/x', Thing, { body: {} }))).toMatchObject({
      kind: 'connection',
      status: 0,
      ambiguous: true,
      retryable: true,
    })
    replies[`POST ${NOVA}/x`] = { status: 500, body: { computeFault: { code: 500, message: 'Unexpected API Error.' } } }
    expect(await failure(session.nova.post('/x', Thing, { body: {} }))).toMatchObject({
      kind: 'server',
      status: 500,
      ambiguous: true,
    })
    expect(sent(NOVA)).toHaveLength(2)
  })

  it('to a closed port was surely not carried out', async () => {
    const { nova } = open()
    await nova.endpoint()
    server.closeAllConnections()
    server.close()
    const error = await failure(nova.post('/x', Thing, { body: {} }))
    expect(error).toMatchObject({
      kind: 'connection',
      code: 'ECONNREFUSED',
      ambiguous: false,
      message: `${origin} refused the connection.`,
    })
  })

  it('ends when its time is over', async () => {
    replies[`GET ${NOVA}/x`] = { hang: true }
    const error = await failure(open().nova.get('/x', Thing, { timeoutSeconds: 0.05 }))
    expect(error).toMatchObject({
      kind: 'timeout',
      status: 0,
      message: 'nova did not answer GET /x within 0.05 s.',
      ambiguous: false,
    })
    replies[`POST ${NOVA}/x`] = { hang: true }
    expect(await failure(session.nova.post('/x', Thing, { timeoutSeconds: 0.05 }))).toMatchObject({
      kind: 'timeout',
      ambiguous: true,
    })
  })

  it('ends with the reason of the signal that ended it', async () => {
    replies[`GET ${NOVA}/x`] = { hang: true }
    const controller = new AbortController()
    const { nova } = open({
      hooks: {
        beforeCall: ({ path }) =>
          void (path === '/x' && setImmediate(() => controller.abort(new Error('shutting down')))),
      },
    })
    await expect(nova.get('/x', Thing, { signal: controller.signal })).rejects.toThrow('shutting down')
  })

  it('that is answered otherwise than promised names the field, not the content', async () => {
    replies[`GET ${NOVA}/x`] = { body: { id: 7, secret: 'abc' } }
    const error = await failure(open().nova.get('/x', Thing))
    expect(error).toMatchObject({
      kind: 'bad_response',
      status: 200,
      message: expect.stringMatching(/nova to GET \/x is not as expected at id/),
    })
    replies[`GET ${NOVA}/x`] = { body: '<html>' }
    expect((await failure(session.nova.get('/x', Thing))).message).toBe('The answer of nova to GET /x is not JSON.')
    replies[`GET ${NOVA}/x`] = { status: 302, headers: { location: 'http://169.254.169.254/' } }
    expect(await failure(session.nova.get('/x', Thing))).toMatchObject({ kind: 'bad_response', status: 302 })
  })

  it('keeps secrets out of what a service quotes', async () => {
    const message = "Invalid input for field 'password': hunter2hunter2 is too long"
    replies['POST /v3/users'] = { status: 400, body: { error: { message, title: 'Bad Request' } } }
    const error = await failure(
      open().keystone.post('/users', Thing, { body: { user: { password: 'hunter2hunter2' } } }),
    )
    expect(error.message).toBe("Invalid input for field 'password': *** is too long")
  })

  it('is shown to the hooks, login included', async () => {
    const before: Call[] = []
    const after: CallOutcome[] = []
    replies[`GET ${NOVA}/x`] = [{ status: 503, headers: { 'retry-after': '0' } }, { body: { id: '1' } }]
    const { nova } = open({ hooks: { beforeCall: (call) => void before.push(call) } }).with({
      hooks: { afterCall: (call) => void after.push(call) },
    })
    await nova.get('/x', Thing)
    expect(before.map(({ service, method, path, attempt }) => `${service} ${method} ${path} ${attempt}`)).toEqual([
      'keystone POST /auth/tokens 1',
      'nova GET /x 1',
      'nova GET /x 2',
    ])
    expect(after.map(({ status, requestId }) => [status, requestId])).toEqual([
      [201, 'req-1'],
      [503, 'req-2'],
      [200, 'req-3'],
    ])
  })

  it('is not sent when a hook throws before, and its answer is lost when one throws after', async () => {
    const crash = (name: 'beforeCall' | 'afterCall') => ({
      [name]: ({ path }: Call) => (path === '/x' ? Promise.reject(new Error('crash')) : undefined),
    })
    replies[`POST ${NOVA}/x`] = { body: { id: '1' } }
    const { nova, with: view } = open()
    await nova.endpoint()
    await expect(view({ hooks: crash('beforeCall') }).nova.post('/x', Thing)).rejects.toThrow('crash')
    expect(sent(NOVA)).toHaveLength(0)
    await expect(view({ hooks: crash('afterCall') }).nova.post('/x', Thing)).rejects.toThrow('crash')
    expect(sent(NOVA)).toHaveLength(1)
  })

  it('HEAD tells yes from no', async () => {
    replies[`HEAD ${NOVA}/x`] = [{ status: 204 }, { status: 404 }]
    const { nova } = open()
    expect([await nova.head('/x'), await nova.head('/x')]).toEqual([true, false])
  })
})

describe('a list', () => {
  it('follows Nova’s next links, whatever host they name', async () => {
    const links = [{ rel: 'next', href: 'http://inside:8774/elsewhere/servers?limit=2&marker=b' }]
    replies[`GET ${NOVA}/servers`] = [
      { body: { servers: [{ id: 'a' }, { id: 'b' }], servers_links: links } },
      { body: { servers: [{ id: 'c' }] } },
    ]
    expect(await collect(open().nova.list('/servers', 'servers', Thing, { query: { all_tenants: 1 } }))).toEqual([
      { id: 'a' },
      { id: 'b' },
      { id: 'c' },
    ])
    expect(sent(NOVA).map(({ url }) => url.split('?')[1])).toEqual(['limit=1000&all_tenants=1', 'limit=2&marker=b'])
  })

  it('follows Glance’s next and Keystone’s links.next', async () => {
    replies['GET /image/v2/images'] = [
      { body: { images: [{ id: 'a' }], next: '/v2/images?marker=a' } },
      { body: { images: [{ id: 'b' }] } },
    ]
    replies['GET /v3/users'] = [
      { body: { users: [{ id: 'a' }], links: { next: `${origin}/v3/users?marker=a` } } },
      { body: { users: [{ id: 'b' }], links: { next: null } } },
    ]
    const { glance, keystone } = open()
    expect(await collect(glance.list('/images', 'images', Thing))).toHaveLength(2)
    expect(await collect(keystone.list('/users', 'users', Thing))).toHaveLength(2)
    expect(sent('/v3/users').map(({ url }) => url)).toEqual(['/v3/users', '/v3/users?marker=a'])
  })

  it('does not go round in circles', async () => {
    const links = [{ rel: 'next', href: '/servers?marker=a' }]
    replies[`GET ${NOVA}/servers`] = { body: { servers: [{ id: 'a' }], servers_links: links } }
    expect((await failure(collect(open().nova.list('/servers', 'servers', Thing)))).message).toMatch(
      /repeats its next link/,
    )
  })

  it('that is none is a bad answer', async () => {
    replies[`GET ${NOVA}/servers`] = { body: {} }
    expect((await failure(collect(open().nova.list('/servers', 'servers', Thing)))).message).toMatch(
      /has no list "servers"/,
    )
  })
})
