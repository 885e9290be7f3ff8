/** Provider settings: what is refused, what is kept, what is shown, and how a connection is tried. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import { openSecrets } from '../clouds.ts'
import { events } from '../events/table.ts'
import { ensureRoles } from '../identity/roles.ts'
import { createFakeCloud, type FakeCloud } from '../openstack/fake/index.ts'
import { registry } from '../registry.ts'
import type { CustomerRow } from '../resources/customer/table.ts'
import { components, offerings } from '../resources/offering/table.ts'
import { providers } from '../resources/provider/table.ts'
import { volumeTypes } from '../resources/volume-type/table.ts'
import { apiOf, makeActor, makeHolder, type TestApi } from '../testing/api.ts'
import { openTestDatabase } from '../testing/database.ts'
import { makeCustomer } from '../testing/identity.ts'

openTestDatabase()

let cloud: FakeCloud
let customer: CustomerRow
let staff: TestApi
/** A https door to the cloud, with a certificate that nobody knows. */
let door: https.Server
let doorUrl: string
let certificate: string
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'foyer-door-'))

beforeAll(async () => {
  await ensureRoles()
  cloud = await createFakeCloud()
  customer = await makeCustomer({ isServiceProvider: true })
  staff = apiOf(registry, makeActor())
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=Cloud of the test', '-addext', 'subjectAltName=IP:127.0.0.1']
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '90']
  execFileSync('openssl', ['req', '-x509', ...made, ...subject], { stdio: 'ignore' })
  certificate = fs.readFileSync(cert, 'utf8')
  door = https.createServer({ key: fs.readFileSync(key), cert: certificate }, (request, response) => {
    const { method, headers, url } = request
    const inner = http.request(new URL(url ?? '/', cloud.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    request.pipe(inner)
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  doorUrl = `https://127.0.0.1:${(door.address() as AddressInfo).port}/identity/v3`
})
afterAll(async () => {
  door.closeAllConnections()
  await new Promise((resolve) => door.close(resolve))
  await cloud.close()
  fs.rmSync(folder, { recursive: true })
})

const attributes = (more: Record<string, unknown> = {}) => ({
  backend_url: cloud.authUrl,
  username: cloud.env.OS_USERNAME,
  password: cloud.env.OS_PASSWORD,
  tenant_name: cloud.env.OS_PROJECT_NAME,
  external_network_id: cloud.ids.externalNetworkId,
  ...more,
})

let made = 0
const create = (serviceAttributes: Record<string, unknown>, more: Record<string, unknown> = {}, api = staff) =>
  api('POST', '/api/marketplace-provider-offerings/', {
    name: `Cloud ${++made}`,
    type: 'OpenStack.Tenant',
    customer: `/api/customers/${customer.uuid}/`,
    service_attributes: serviceAttributes,
    ...more,
  })

describe('settings', () => {
  test('an offering starts as a draft with its components, plan and no secret in sight', async () => {
    const { status, body, text } = await create(attributes(), {
      plans: [{ name: 'Standard', prices: { cores: '5.00', ram: 2, storage: '0.1' } }],
      limits: { cores: { min: 1, max: 64, max_available_limit: null } },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'Draft', type: 'OpenStack.Tenant', shared: true })
    expect(body.components.map((one: { type: string }) => one.type)).toEqual(['cores', 'ram', 'storage'])
    expect(body.components[0]).toMatchObject({ min_value: 1, max_value: 64, billing_type: 'limit', factor: 1 })
    expect(body.plans).toMatchObject([{ prices: { cores: '5.0000000000', storage: '0.1000000000' } }])
    expect(text).not.toContain(cloud.env.OS_PASSWORD)
    expect(body.service_attributes).toMatchObject({ verify_ssl: true, username: 'admin' })
  })

  test.each([
    [{ backend_url: 'ftp://cloud' }, 'service_attributes'],
    [{ backend_url: 'http://169.254.169.254/v3' }, 'backend_url'],
    [{ password: '' }, 'password'],
    [{ tenant_name: '' }, 'tenant_name'],
    [{ timeout_seconds: 4 }, 'service_attributes'],
    [{ timeout_seconds: 301 }, 'service_attributes'],
    [{ certificate: 'nonsense' }, 'service_attributes'],
    [{ flavor_exclude_regex: '(' }, 'service_attributes'],
    [{ dns_nameservers: ['not an address'] }, 'service_attributes'],
    [{ auth_type: 'v3applicationcredential' }, 'service_attributes'],
  ])('%j is refused by name', async (wrong, field) => {
    const { status, body } = await create(attributes(wrong))
    expect(status).toBe(400)
    expect(Object.keys(body)).toEqual([field])
  })

  test.each([67, 9001, 'large'])('an MTU of %s is refused', async (mtu) => {
    const { status, body } = await create(attributes(), { plugin_options: { default_internal_network_mtu: mtu } })
    expect(status).toBe(400)
    expect(body.plugin_options).toHaveProperty('default_internal_network_mtu')
  })

  test.each([
    { floating_ip: '10.0.0.0/24', external_ip: '192.0.2.0/25' },
    { floating_ip: 'somewhere', external_ip: '192.0.2.1' },
  ])('the mapping %j is refused', async (entry) => {
    const { status, body } = await create(attributes(), { secret_options: { ipv4_external_ip_mapping: [entry] } })
    expect(status).toBe(400)
    expect(body.secret_options).toHaveProperty('ipv4_external_ip_mapping')
  })

  test('an expired certificate is refused with its date', async () => {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
    openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'old.key', '-out', 'old.csr', '-subj', '/CN=Old')
    openssl('x509', '-req', '-in', 'old.csr', '-signkey', 'old.key', '-days', '-1', '-out', 'old.pem')
    const out = path.join(folder, 'old.pem')
    const { status, body } = await create(attributes({ certificate: fs.readFileSync(out, 'utf8') }))
    expect(status).toBe(400)
    expect(body.service_attributes.certificate[0]).toContain('expired on')
  })

  test('saving one field blanks no other, and a blank password keeps the stored one', async () => {
    const { body } = await create(attributes({ domain: 'default', certificate }))
    const path = `/api/marketplace-provider-offerings/${body.uuid}/update_integration/`
    const saved = await staff('POST', path, { service_attributes: { timeout_seconds: 90, password: '' } })
    expect(saved.status).toBe(200)
    expect(saved.body.service_attributes).toMatchObject({ timeout_seconds: 90, username: 'admin', domain: 'default' })
    expect(saved.body.service_attributes.certificate_facts).toMatchObject([{ subject: 'CN=Cloud of the test' }])
    const [provider] = await db.select().from(providers).where(eq(providers.uuid, body.scope_uuid))
    expect(openSecrets(provider.secrets).password).toBe(cloud.env.OS_PASSWORD)
    const log = JSON.stringify(await db.select().from(events))
    expect(log).toContain('timeout_seconds')
    expect(log).not.toContain(cloud.env.OS_PASSWORD)
  })

  test('another address wants the password again', async () => {
    const { body } = await create(attributes())
    const path = `/api/marketplace-provider-offerings/${body.uuid}/update_integration/`
    const moved = { backend_url: 'http://127.0.0.2:5000/v3' }
    expect(await staff('POST', path, { service_attributes: moved })).toMatchObject({
      status: 400,
      body: { password: expect.any(Array) },
    })
    expect((await staff('POST', path, { service_attributes: { ...moved, password: 'x' } })).status).toBe(200)
  })

  test('who is not staff names public addresses only', async () => {
    const seller = apiOf(registry, makeHolder('CUSTOMER.OWNER', 'customer', customer.uuid, ['OFFERING.CREATE']))
    expect(await create(attributes(), {}, seller)).toMatchObject({
      status: 400,
      body: { backend_url: expect.any(Array) },
    })
    const stranger = apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', customer.uuid))
    expect((await create(attributes(), {}, stranger)).status).toBe(400)
  })

  test('dynamic storage has a component per volume type, fixed has one', async () => {
    const { body } = await create(attributes())
    const now = new Date()
    for (const name of ['hdd', 'ssd'])
      await db.insert(volumeTypes).values({
        uuid: `${name}${body.scope_uuid}`.slice(0, 32),
        settingsUuid: body.scope_uuid,
        backendId: name,
        name,
        createdAt: now,
        modifiedAt: now,
      })
    const path = `/api/marketplace-provider-offerings/${body.uuid}/update_integration/`
    const types = async (storage_mode: string) =>
      (await staff('POST', path, { plugin_options: { storage_mode } })).body.components.map(
        (one: { type: string; measured_unit: string }) => one.type,
      )
    expect(await types('dynamic')).toEqual(['cores', 'ram', 'gigabytes_hdd', 'gigabytes_ssd'])
    expect(await types('fixed')).toEqual(['cores', 'ram', 'storage'])
    const rows = await db.select().from(components).where(eq(components.offeringUuid, body.uuid))
    expect(rows).toHaveLength(3)
  })

  test('states move as the contract says, and nowhere else', async () => {
    const { body } = await create(attributes())
    const move = (verb: string) => staff('POST', `/api/marketplace-provider-offerings/${body.uuid}/${verb}/`, {})
    expect((await move('pause')).status).toBe(409)
    expect(await move('activate')).toMatchObject({ status: 200, body: { state: 'Active' } })
    expect((await move('activate')).status).toBe(409)
    expect(await move('pause')).toMatchObject({ status: 200, body: { state: 'Paused' } })
    expect(await move('unpause')).toMatchObject({ status: 200, body: { state: 'Active' } })
    expect(await move('archive')).toMatchObject({ status: 200, body: { state: 'Archived' } })
    const [row] = await db.select().from(offerings).where(eq(offerings.uuid, body.uuid))
    expect(row.state).toBe('Archived')
  })
})

describe('a connection test', () => {
  const tryIt = async (given: Record<string, unknown>) => {
    const { status, body, text } = await staff('POST', '/api/foyer-connection-tests/', { service_attributes: given })
    expect(status).toBe(200)
    expect(text).not.toContain(cloud.env.OS_PASSWORD)
    const outcome = Object.fromEntries(
      body.steps.map((one: { name: string; status: string }) => [one.name, one.status]),
    )
    const step = (name: string) => body.steps.find((one: { name: string }) => one.name === name)
    return { ok: body.ok, outcome, step }
  }

  test('of good settings passes each step', async () => {
    const { ok, outcome, step } = await tryIt(attributes())
    expect(outcome).toMatchObject({
      name: 'ok',
      port: 'ok',
      tls: 'warning',
      sign_in: 'ok',
      admin_rights: 'ok',
      catalogue: 'ok',
      compute: 'ok',
      storage: 'ok',
      network: 'ok',
      image: 'ok',
      console: 'ok',
    })
    expect(ok).toBe(true)
    expect(step('network').message).toContain('external')
  })

  test('a wrong password fails at sign-in, and later steps are skipped', async () => {
    const { ok, outcome, step } = await tryIt(attributes({ password: 'wrong' }))
    expect(ok).toBe(false)
    expect(outcome).toMatchObject({ port: 'ok', sign_in: 'fail', admin_rights: 'skipped', console: 'skipped' })
    expect(step('sign_in').remedy).toContain('password')
  })

  test('a self-signed certificate fails at TLS with its issuer named; adding it passes', async () => {
    const { outcome, step } = await tryIt(attributes({ backend_url: doorUrl }))
    expect(outcome).toMatchObject({ port: 'ok', tls: 'fail', sign_in: 'skipped' })
    expect(step('tls').message).toContain('Cloud of the test')
    const trusted = await tryIt(attributes({ backend_url: doorUrl, certificate }))
    expect(trusted.outcome).toMatchObject({ tls: 'ok', sign_in: 'ok' })
    const unchecked = await tryIt(attributes({ backend_url: doorUrl, verify_ssl: false }))
    expect(unchecked.outcome).toMatchObject({ tls: 'warning', sign_in: 'ok' })
  })

  test('nobody at home fails at the port', async () => {
    const { outcome } = await tryIt(attributes({ backend_url: 'http://127.0.0.1:1/v3' }))
    expect(outcome).toMatchObject({ name: 'ok', port: 'fail', tls: 'skipped' })
  })

  test('a network that is not there fails at the network', async () => {
    const { outcome } = await tryIt(attributes({ external_network_id: '00000000-0000-4000-8000-000000000000' }))
    expect(outcome).toMatchObject({ compute: 'ok', network: 'fail', image: 'skipped' })
  })

  test('is for staff and those who run a provider', async () => {
    const stranger = apiOf(registry, makeHolder('CUSTOMER.OWNER', 'customer', (await makeCustomer()).uuid))
    const answer = await stranger('POST', '/api/foyer-connection-tests/', { service_attributes: attributes() })
    expect(answer.status).toBe(403)
  })
})
