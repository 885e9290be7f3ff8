/** A portal on a cloud with a tenant in it, driven as a script drives it: over the REST API with a token. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { freePort } from '../scripts/free-port.ts'
import { type Portal, startPortal } from './portal.ts'

// biome-ignore lint/suspicious/noExplicitAny: a script reads an answer; a wrong path shows as undefined
type Json = any

const LIMIT_MS = 300_000
const LOOK_MS = 25

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Calls `read` until it gives something. @throws Error naming `what` after five minutes */
export const until = async <T>(what: string, read: () => Promise<T | undefined | false>, everyMs = LOOK_MS) => {
  for (const giveUpAt = Date.now() + LIMIT_MS; Date.now() < giveUpAt; await pause(everyMs)) {
    const found = await read()
    if (found) return found
  }
  throw new Error(`${what}: not within ${LIMIT_MS / 1000} s`)
}

export type BuiltInCloud = { env: Record<string, string>; stop: () => void }

/** The built-in cloud in a process of its own. `pace` 0: all that takes time in a cloud is done at once. */
export const startBuiltInCloud = async (pace: number): Promise<BuiltInCloud> => {
  const port = await freePort()
  const child: ChildProcess = spawn(process.execPath, ['server/openstack/fake/main.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CLOUD_PORT: String(port), CLOUD_STATE_FILE: '' },
  })
  let text = ''
  child.stdout!.on('data', (part) => {
    text += part
  })
  const control = `http://127.0.0.1:${port}/_control`
  await until('the built-in cloud', async () => (await fetch(control).catch(() => undefined))?.ok)
  await fetch(`${control}/clock`, { method: 'POST', body: JSON.stringify({ pace }) })
  const env = Object.fromEntries([...text.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]))
  return { env, stop: () => child.kill() }
}

export type Tenant = {
  portal: Portal
  call: (method: string, path: string, body?: Json) => Promise<Json>
  uuid: string
  /** Keystone's id of its project, Neutron's of its network. */
  backendId: string
  networkId: string
  flavorId: string
  imageId: string
  /** Orders an instance; resolves when the portal has accepted it. */
  launch: (name: string) => Promise<string>
  /** Waits until the instance is OK. @throws Error when it is ERRED */
  ready: (uuid: string) => Promise<void>
  /** Removes instances with their disks, and waits. */
  discard: (uuids: string[]) => Promise<void>
  /** Terminates the tenant, and stops the portal. */
  close: () => Promise<void>
}

/** @param cloud `OS_*` and `IMAGE_NAME`, `FLAVOR_NAME`, `EXTERNAL_NETWORK_ID` */
export const openTenant = async (cloud: Record<string, string | undefined>): Promise<Tenant> => {
  const password = randomBytes(12).toString('hex')
  const places = [
    'OS_AUTH_URL',
    'OS_USERNAME',
    'OS_PASSWORD',
    'OS_PROJECT_NAME',
    'OS_USER_DOMAIN_NAME',
    'OS_REGION_NAME',
  ]
  const portal = await startPortal('server/main.ts', {
    env: {
      ...Object.fromEntries(places.map((name) => [name, cloud[name] ?? ''])),
      OS_EXTERNAL_NETWORK_ID: cloud.OS_EXTERNAL_NETWORK_ID ?? cloud.EXTERNAL_NETWORK_ID ?? '',
      FOYER_STAFF_PASSWORD: password,
    },
  })
  try {
    return await furnish(portal, password, cloud)
  } catch (error) {
    await portal.stop()
    throw error
  }
}

const furnish = async (
  portal: Portal,
  password: string,
  { IMAGE_NAME = '', FLAVOR_NAME = '' }: Record<string, string | undefined>,
): Promise<Tenant> => {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  const call = async (method: string, path: string, body?: Json): Promise<Json> => {
    const response = await fetch(new URL(path, portal.url), {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.status === 404 && method === 'GET') return undefined
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`)
    return text && JSON.parse(text)
  }
  const { token } = await call('POST', '/api-auth/password/', { username: 'staff', password })
  headers.Authorization = `Token ${token}`
  const first = (path: string) => until(path, async () => (await call('GET', path))[0], 200)

  const customer = await call('POST', '/api/customers/', { name: 'Bench organisation' })
  const project = await call('POST', '/api/projects/', { name: 'Bench project', customer: customer.url })
  const offering = await first('/api/marketplace-public-offerings/?type=OpenStack.Tenant')
  const place = async (body: Json) => {
    const order = await call('POST', '/api/marketplace-orders/', { project: project.url, ...body })
    return async () => (await call('GET', `/api/marketplace-orders/${order.uuid}/`)).resource_uuid as string
  }
  const settled = async (path: string) =>
    until(path, async () => {
      const found = await call('GET', path)
      if (found?.state === 'ERRED') throw new Error(`${path}: ${found.error_message}`)
      return found?.state === 'OK' && found
    })
  const name = `bench-${randomBytes(4).toString('hex')}`
  const uuid = await (
    await place({
      offering: offering.url,
      attributes: { name },
      limits: { cores: 20, ram: 51_200, storage: 1_048_576 },
    })
  )()
  const tenant = await settled(`/api/openstack-tenants/${uuid}/`)
  const inTenant = `tenant_uuid=${uuid}`
  const [machines, image, flavor, subnet, network] = await Promise.all([
    first(`/api/marketplace-public-offerings/?scope_uuid=${uuid}&type=OpenStack.Instance`),
    first(`/api/openstack-images/?${inTenant}&name_exact=${encodeURIComponent(IMAGE_NAME)}`),
    first(`/api/openstack-flavors/?${inTenant}&name_exact=${encodeURIComponent(FLAVOR_NAME)}`),
    first(`/api/openstack-subnets/?${inTenant}`),
    first(`/api/openstack-networks/?${inTenant}`),
  ])
  const gone = (path: string) => until(`end of ${path}`, async () => (await call('GET', path)) === undefined, 200)
  const terminate = (resource: string, attributes: Json = {}) =>
    call('POST', `/api/marketplace-resources/${resource}/terminate/`, { attributes })
  const discard = async (uuids: string[]) => {
    for (const each of uuids) {
      const { marketplace_resource_uuid } = await call('GET', `/api/openstack-instances/${each}/`)
      await terminate(marketplace_resource_uuid, { delete_volumes: true, release_floating_ips: true })
    }
    await Promise.all(uuids.map((each) => gone(`/api/openstack-instances/${each}/`)))
  }
  return {
    portal,
    call,
    uuid,
    backendId: tenant.backend_id,
    networkId: network.backend_id,
    flavorId: flavor.backend_id,
    imageId: image.backend_id,
    launch: async (name) =>
      (
        await place({
          offering: machines.url,
          attributes: {
            name,
            image: image.url,
            flavor: flavor.url,
            system_volume_size: Math.max(1024, image.min_disk, flavor.disk),
            ports: [{ subnet: subnet.url }],
          },
          limits: {},
        })
      )(),
    ready: async (instance) =>
      void (await settled(`/api/openstack-instances/${instance}/?field=state&field=error_message`)),
    discard,
    close: async () => {
      try {
        const { marketplace_resource_uuid } = await call('GET', `/api/openstack-tenants/${uuid}/`)
        await terminate(marketplace_resource_uuid)
        await gone(`/api/openstack-tenants/${uuid}/`)
      } finally {
        await portal.stop()
      }
    },
  }
}
