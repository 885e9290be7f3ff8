/** Orders and who decides them: nothing runs here, so jobs stay queued. */
import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import { env } from '../env.ts'
import { ensureRoles } from '../identity/roles.ts'
import { jobs } from '../jobs/table.ts'
import { registry } from '../registry.ts'
import { customers } from '../resources/customer/table.ts'
import { marketplaceResources } from '../resources/marketplace-resource/table.ts'
import { components, type OfferingRow, offerings, plans } from '../resources/offering/table.ts'
import { orders } from '../resources/order/table.ts'
import type { ProjectRow } from '../resources/project/table.ts'
import { ensureProviderFromEnvironment } from '../resources/provider/from-environment.ts'
import { tenants } from '../resources/tenant/table.ts'
import { apiOf, type TestApi } from '../testing/api.ts'
import { openTestDatabase } from '../testing/database.ts'
import { actorOf, grantRole, makeCustomer, makeProject, makeUser } from '../testing/identity.ts'
import { releaseWaitingOrders, terminateExpired } from './timers.ts'

openTestDatabase()

const PEOPLE = ['staff', 'owner', 'manager', 'member', 'reader', 'outsider', 'seller'] as const
let offering: OfferingRow
let project: ProjectRow
const apis = {} as Record<(typeof PEOPLE)[number], TestApi>

beforeAll(async () => {
  await ensureRoles()
  const made = await ensureProviderFromEnvironment({
    ...env,
    OS_AUTH_URL: 'http://127.0.0.1:1/v3',
    OS_USERNAME: 'admin',
    OS_PASSWORD: 'hidden-word',
    OS_PROJECT_NAME: 'admin',
  })
  offering = made!
  const customer = await makeCustomer()
  project = await makeProject({ customerUuid: customer.uuid })
  const [seller] = await db.select().from(customers).where(eq(customers.uuid, offering.customerUuid))
  const roles = {
    staff: undefined,
    owner: ['CUSTOMER.OWNER', { customer }],
    manager: ['PROJECT.MANAGER', { project }],
    member: ['PROJECT.MEMBER', { project }],
    reader: ['PROJECT.READER', { project }],
    outsider: ['CUSTOMER.OWNER', { customer: await makeCustomer() }],
    seller: ['CUSTOMER.OWNER', { customer: seller }],
  } as const
  for (const person of PEOPLE) {
    const user = await makeUser({ username: person, isStaff: person === 'staff' })
    const role = roles[person]
    if (role) await grantRole(user, role[0], role[1])
    apis[person] = apiOf(registry, await actorOf(user))
  }
})

let made = 0
const limits = { cores: 2, ram: 2048, storage: 10_240 }
const place = (who: (typeof PEOPLE)[number], more: Record<string, unknown> = {}) =>
  apis[who]('POST', '/api/marketplace-orders/', {
    offering: `/api/marketplace-public-offerings/${offering.uuid}/`,
    project: `/api/projects/${project.uuid}/`,
    attributes: { name: `ordered ${++made}` },
    limits,
    ...more,
  })
const act = (who: (typeof PEOPLE)[number], uuid: string, verb: string, body: unknown = {}) =>
  apis[who]('POST', `/api/marketplace-orders/${uuid}/${verb}/`, body)
const see = async (who: (typeof PEOPLE)[number], uuid: string) =>
  (await apis[who]('GET', `/api/marketplace-orders/${uuid}/`)).body

describe('an order of a tenant', () => {
  test.each(['staff', 'owner'] as const)('by %s goes ahead at once', async (who) => {
    const { status, body } = await place(who)
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'executing', type: 'Create', consumer_reviewed_by_username: who })
    expect(body.resource_uuid).toMatch(/^[0-9a-f]{32}$/)
    const [tenant] = await db.select().from(tenants).where(eq(tenants.uuid, body.resource_uuid))
    expect(tenant.state).toBe('CREATION_SCHEDULED')
    const [job] = await db.select().from(jobs).where(eq(jobs.resourceUuid, tenant.uuid))
    expect(job).toMatchObject({ name: 'tenant.create', state: 'queued', username: who })
  })

  test.each(['manager', 'member'] as const)('by %s waits for the owner, who lets it go ahead', async (who) => {
    const { body } = await place(who)
    expect(body).toMatchObject({ state: 'pending-consumer', resource_uuid: null, consumer_reviewed_by: null })
    const waiting = await apis.owner('GET', '/api/marketplace-orders/?can_approve_as_consumer=true&page_size=100')
    expect(waiting.body.map((one: { uuid: string }) => one.uuid)).toContain(body.uuid)
    expect((await act(who, body.uuid, 'approve_by_consumer')).status).toBe(403)
    expect((await act('owner', body.uuid, 'approve_by_consumer')).status).toBe(200)
    expect(await see('owner', body.uuid)).toMatchObject({ state: 'executing', consumer_reviewed_by_username: 'owner' })
    const again = await act('owner', body.uuid, 'approve_by_consumer')
    expect(again).toMatchObject({ status: 409, body: { detail: 'owner has decided already: the order is executing.' } })
    const done = await db
      .select()
      .from(jobs)
      .where(and(eq(jobs.name, 'tenant.create'), eq(jobs.resourceName, body.resource_name)))
    expect(done).toHaveLength(1)
  })

  test('by a reader is refused, and an outsider does not see the project', async () => {
    expect((await place('reader')).status).toBe(403)
    expect(await place('outsider')).toMatchObject({ status: 400, body: { project: expect.any(Array) } })
    expect((await apis.outsider('GET', '/api/marketplace-orders/')).body).toEqual([])
  })

  test('is rejected with a comment, and its resource closed', async () => {
    const { body } = await place('member')
    expect((await act('manager', body.uuid, 'reject_by_consumer')).status).toBe(403)
    const comment = { consumer_rejection_comment: 'Too large for us.' }
    expect((await act('owner', body.uuid, 'reject_by_consumer', comment)).status).toBe(200)
    expect(await see('member', body.uuid)).toMatchObject({
      state: 'rejected',
      consumer_rejection_comment: 'Too large for us.',
    })
    const [resource] = await db
      .select()
      .from(marketplaceResources)
      .where(eq(marketplaceResources.uuid, body.marketplace_resource_uuid))
    expect(resource.state).toBe('Terminated')
  })

  test('is cancelled while it waits, and then nobody can approve it', async () => {
    const { body } = await place('manager')
    expect((await act('manager', body.uuid, 'cancel')).status).toBe(202)
    expect(await see('manager', body.uuid)).toMatchObject({ state: 'canceled' })
    expect((await act('owner', body.uuid, 'approve_by_consumer')).status).toBe(409)
  })

  test('is withdrawn while it waits; one that runs is not', async () => {
    const { body } = await place('manager')
    expect((await apis.manager('DELETE', `/api/marketplace-orders/${body.uuid}/`)).status).toBe(204)
    expect((await apis.manager('GET', `/api/marketplace-orders/${body.uuid}/`)).status).toBe(404)
    const running = await place('owner')
    expect((await apis.owner('DELETE', `/api/marketplace-orders/${running.body.uuid}/`)).status).toBe(409)
  })

  test('waits for its start date, whoever ordered it', async () => {
    const { body } = await place('staff', { start_date: '2999-01-01' })
    expect(body).toMatchObject({ state: 'pending-start-date', resource_uuid: null })
    await releaseWaitingOrders()
    expect(await see('staff', body.uuid)).toMatchObject({ state: 'pending-start-date' })
    await db.update(orders).set({ startDate: '2001-01-01' }).where(eq(orders.uuid, body.uuid))
    await releaseWaitingOrders()
    expect(await see('staff', body.uuid)).toMatchObject({ state: 'executing' })
    expect(await place('staff', { start_date: '2001-01-01' })).toMatchObject({
      status: 400,
      body: { start_date: expect.any(Array) },
    })
  })

  test('costs what its limits cost, in the plan’s prices', async () => {
    const [plan] = await db.select().from(plans).where(eq(plans.offeringUuid, offering.uuid))
    await db
      .update(plans)
      .set({ pricesMicro: { cores: 5_000_000, ram: 2_000_000, storage: 100_000 } })
      .where(eq(plans.uuid, plan.uuid))
    const { body } = await place('owner')
    expect(body).toMatchObject({ cost: '15.0000000000', plan_uuid: plan.uuid })
    expect(body.plan).toContain(`/api/marketplace-public-offerings/${offering.uuid}/plans/${plan.uuid}/`)
  })

  test('keeps within the bounds of the components', async () => {
    const cores = and(eq(components.offeringUuid, offering.uuid), eq(components.type, 'cores'))
    await db.update(components).set({ maxValue: 4 }).where(cores)
    expect(await place('owner', { limits: { ...limits, cores: 5 } })).toMatchObject({
      status: 400,
      body: { limits: { cores: ['Cores: at most 4.'] } },
    })
    await db.update(components).set({ maxValue: null }).where(cores)
  })

  test('of a paused offering is refused with the provider’s reason', async () => {
    const { body } = await place('manager')
    await apis.seller('POST', `/api/marketplace-provider-offerings/${offering.uuid}/pause/`, {
      paused_reason: 'New hardware on Monday.',
    })
    expect(await place('owner')).toMatchObject({ status: 400, body: { offering: ['New hardware on Monday.'] } })
    expect((await act('owner', body.uuid, 'cancel')).status).toBe(202)
    await apis.seller('POST', `/api/marketplace-provider-offerings/${offering.uuid}/unpause/`, {})
    expect((await place('owner')).status).toBe(201)
  })

  test('in a blocked organisation is refused', async () => {
    await db.update(customers).set({ isBlocked: true }).where(eq(customers.uuid, project.customerUuid))
    expect(await place('owner')).toMatchObject({
      status: 400,
      body: { customer: ['Blocked organization is not available.'] },
    })
    await db.update(customers).set({ isBlocked: false }).where(eq(customers.uuid, project.customerUuid))
  })
})

describe('a resource', () => {
  const standing = async () => {
    const { body } = await place('owner')
    await db.update(tenants).set({ state: 'OK' }).where(eq(tenants.uuid, body.resource_uuid))
    await db
      .update(marketplaceResources)
      .set({ state: 'OK' })
      .where(eq(marketplaceResources.uuid, body.marketplace_resource_uuid))
    return body as { uuid: string; resource_uuid: string; marketplace_resource_uuid: string }
  }
  const finish = async (uuid: string) => {
    await db.update(orders).set({ state: 'done' }).where(eq(orders.uuid, uuid))
  }

  test('has one order at a time', async () => {
    const { uuid, marketplace_resource_uuid } = await standing()
    const path = `/api/marketplace-resources/${marketplace_resource_uuid}/terminate/`
    expect(await apis.owner('POST', path, {})).toMatchObject({
      status: 400,
      body: { non_field_errors: ['Pending order for resource already exists.'] },
    })
    await finish(uuid)
    const [first, second] = await Promise.all([apis.owner('POST', path, {}), apis.owner('POST', path, {})])
    expect([first.status, second.status].sort()).not.toEqual([200, 200])
  })

  test('is ended by a manager only with the owner’s yes', async () => {
    const { uuid, marketplace_resource_uuid, resource_uuid } = await standing()
    await finish(uuid)
    const path = `/api/marketplace-resources/${marketplace_resource_uuid}/terminate/`
    expect((await apis.member('POST', path, {})).status).toBe(403)
    expect((await apis.outsider('POST', path, {})).status).toBe(404)
    const { status, body } = await apis.manager('POST', path, {})
    expect(status).toBe(200)
    expect(await see('manager', body.order_uuid)).toMatchObject({ state: 'pending-consumer', type: 'Terminate' })
    expect((await act('owner', body.order_uuid, 'approve_by_consumer')).status).toBe(200)
    const [tenant] = await db.select().from(tenants).where(eq(tenants.uuid, resource_uuid))
    expect(tenant.state).toBe('DELETION_SCHEDULED')
  })

  test('the brief’s DELETE is the same order', async () => {
    const { uuid, resource_uuid } = await standing()
    await finish(uuid)
    const path = `/api/openstack-tenants/${resource_uuid}/`
    expect(await apis.manager('DELETE', path)).toMatchObject({ status: 202, body: { order_uuid: expect.any(String) } })
    expect((await apis.owner('DELETE', path)).status).toBe(400)
  })

  test('takes other limits, but not the present ones', async () => {
    const { uuid, marketplace_resource_uuid } = await standing()
    await finish(uuid)
    const path = `/api/marketplace-resources/${marketplace_resource_uuid}/update_limits/`
    expect((await apis.owner('POST', path, { limits })).status).toBe(400)
    expect((await apis.member('POST', path, { limits: { cores: 3 } })).status).toBe(403)
    expect(await apis.manager('POST', path, { limits: { cores: 3 } })).toMatchObject({ status: 200 })
  })

  test('gets an end date that is not past, and ends on it', async () => {
    const { uuid, marketplace_resource_uuid } = await standing()
    const path = `/api/marketplace-resources/${marketplace_resource_uuid}/set_end_date/`
    expect((await apis.owner('POST', path, { end_date: '2001-01-01' })).status).toBe(400)
    expect((await apis.owner('POST', path, { end_date: '2999-01-01' })).status).toBe(200)
    expect((await apis.owner('POST', path, { end_date: null })).status).toBe(200)
    expect((await apis.owner('POST', path, { end_date: new Date().toISOString().slice(0, 10) })).status).toBe(200)
    await finish(uuid)
    await terminateExpired()
    const [resource] = await db
      .select()
      .from(marketplaceResources)
      .where(eq(marketplaceResources.uuid, marketplace_resource_uuid))
    expect(resource.state).toBe('Terminating')
    await terminateExpired()
  })
})

test('the brief’s POST on tenants orders one and answers with it', async () => {
  const body = {
    name: 'by the short way',
    project: `/api/projects/${project.uuid}/`,
    offering: `/api/marketplace-provider-offerings/${offering.uuid}/`,
    limits,
  }
  const made = await apis.owner('POST', '/api/openstack-tenants/', body)
  expect(made).toMatchObject({ status: 201, body: { name: 'by the short way', state: 'CREATION_SCHEDULED' } })
  const waiting = await apis.manager('POST', '/api/openstack-tenants/', { ...body, name: 'asked for' })
  expect(waiting).toMatchObject({ status: 202, body: { order_uuid: expect.any(String) } })
})

test('no answer about offerings and providers holds the password', async () => {
  const archived = await db.select().from(offerings)
  expect(archived.length).toBeGreaterThan(0)
  for (const who of PEOPLE)
    for (const path of ['marketplace-provider-offerings', 'marketplace-public-offerings', 'service-settings'])
      expect((await apis[who]('GET', `/api/${path}/`)).text).not.toContain('hidden-word')
  const shown = await apis.seller('GET', `/api/marketplace-provider-offerings/${offering.uuid}/`)
  expect(shown.body.service_attributes).toMatchObject({ username: 'admin', password_set_at: expect.any(String) })
  const hidden = await apis.owner('GET', '/api/marketplace-public-offerings/')
  expect(hidden.text).not.toContain('backend_url')
})
