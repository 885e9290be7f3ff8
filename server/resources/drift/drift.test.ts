/** A limit that somebody changes in the cloud: shown, then adopted or pushed (AC-Q6, AC-Q7), and what a form sees of it. */
import { and, desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { db } from '../../../db/client.ts'
import { events } from '../../events/table.ts'
import { newUuid } from '../../ids.ts'
import { createFakeCloud, type FakeCloud } from '../../openstack/fake/index.ts'
import { getComputeQuotas, setComputeQuotas } from '../../openstack/nova/quotas.ts'
import { pullQuotas } from '../../quotas/pull.ts'
import { quotas } from '../../quotas/table.ts'
import { registry } from '../../registry.ts'
import { drifts } from '../../sync/table.ts'
import { apiOf, makeHolder } from '../../testing/api.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { type TenantOnCloud, tenantOnCloud } from '../../testing/tenant-on-cloud.ts'

openTestDatabase()

let cloud: FakeCloud
let on: TenantOnCloud
beforeAll(async () => {
  cloud = await createFakeCloud()
  const access = {
    authUrl: cloud.authUrl,
    username: cloud.env.OS_USERNAME,
    password: cloud.env.OS_PASSWORD,
    projectName: cloud.env.OS_PROJECT_NAME,
    domain: cloud.env.OS_USER_DOMAIN_NAME,
    externalNetworkId: cloud.ids.externalNetworkId,
  }
  on = await tenantOnCloud(registry, access, { pace: 0.05 })
  await pullQuotas(on.tenant.uuid)
})
afterAll(async () => {
  await on?.end()
  await cloud?.close()
})

const own = (name: string) => and(eq(quotas.tenantUuid, on.tenant.uuid), eq(quotas.name, name))
const vcpu = async () => (await db.select().from(quotas).where(own('vcpu')))[0]
const inCloud = async () => (await getComputeQuotas(on.admin.nova, on.tenant.backendId)).cores.limit
/** The portal says 20, somebody sets 10 in the cloud. */
beforeEach(async () => {
  await db.update(quotas).set({ portalLimit: 20 }).where(own('vcpu'))
  await setComputeQuotas(on.admin.nova, on.tenant.backendId, { cores: 10 })
  await pullQuotas(on.tenant.uuid)
})
const open = async () =>
  (await on.ask(200, 'GET', `/api/foyer-drifts/?tenant_uuid=${on.tenant.uuid}&state=new`)) as { url: string }[]
const at = ({ url }: { url: string }, action: string) => `${new URL(url).pathname}${action}/`

test('a limit changed in the cloud is one difference with both values', async () => {
  expect(await open()).toEqual([
    expect.objectContaining({
      kind: 'quota_limit',
      collection: 'openstack-tenants',
      object: 'vcpu',
      portal_value: '20',
      cloud_value: '10',
      tenant_uuid: on.tenant.uuid,
    }),
  ])
})

test('adopt takes the cloud’s value, and is written down', async () => {
  const [drift] = await open()
  await on.ask(200, 'POST', at(drift, 'adopt'))
  expect(await vcpu()).toMatchObject({ limit: 10, portalLimit: 10 })
  expect(await open()).toEqual([])
  const [event] = await db
    .select()
    .from(events)
    .where(eq(events.eventType, 'openstack_tenant_quota_limit_updated'))
    .orderBy(desc(events.number))
  expect(event.context).toMatchObject({ quota_name: 'vcpu', old_limit: 20, limit: 10, decision: 'adopt' })
  await pullQuotas(on.tenant.uuid)
  expect(await open()).toEqual([])
  await on.ask(409, 'POST', at(drift, 'adopt'))
})

test('push sets the cloud’s value, and the next look shows no difference', async () => {
  const [drift] = await open()
  await on.ask(200, 'POST', at(drift, 'push'))
  expect(await inCloud()).toBe(20)
  await pullQuotas(on.tenant.uuid)
  expect(await open()).toEqual([])
  expect(await vcpu()).toMatchObject({ limit: 20, portalLimit: 20 })
})

test('a push that the cloud refuses decides nothing', async () => {
  const [drift] = await open()
  const body = { forbidden: { code: 403, message: 'Policy does not allow it.' } }
  cloud.faults.add({ service: 'nova', method: 'PUT', status: 403, body })
  expect((await on.ask(400, 'POST', at(drift, 'push'))).detail).toBe('Policy does not allow it.')
  expect(await open()).toHaveLength(1)
})

test('ignored stays ignored until the values move', async () => {
  const [drift] = await open()
  await on.ask(200, 'POST', at(drift, 'ignore'))
  await pullQuotas(on.tenant.uuid)
  expect(await open()).toEqual([])
  await setComputeQuotas(on.admin.nova, on.tenant.backendId, { cores: 11 })
  await pullQuotas(on.tenant.uuid)
  expect(await open()).toHaveLength(1)
})

test('members see what differs in their tenant and decide nothing; others see nothing', async () => {
  const [drift] = await open()
  const member = apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', on.tenant.projectUuid))
  expect((await member('GET', '/api/foyer-drifts/')).body).toHaveLength((await db.select().from(drifts)).length)
  expect((await member('POST', at(drift, 'adopt'))).status).toBe(403)
  const outsider = apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', newUuid()))
  expect((await outsider('GET', '/api/foyer-drifts/')).body).toEqual([])
})

test('preflight tells of each quota what is left, by the numbers of admission', async () => {
  await db.update(quotas).set({ usage: 4, reserved: 3 }).where(own('vcpu'))
  const ask = (body: Record<string, unknown>) =>
    on.ask(200, 'POST', '/api/foyer-preflight/', { tenant: on.tenant.uuid, ...body })
  const rowOf = ({ quotas: rows }: { quotas: { name: string }[] }, name: string) =>
    rows.find((row) => row.name === name)
  const fits = await ask({ cores: 3, ram: 1024, disks: [{ size: 2048, type: 'ssd' }], floating_ips: 1 })
  expect(fits.fits).toBe(true)
  expect(rowOf(fits, 'vcpu')).toEqual({
    name: 'vcpu',
    limit: 10,
    usage: 4,
    reserved: 3,
    free: 3,
    requested: 3,
    free_after: 0,
    fits: true,
    portal_limit: 20,
  })
  expect(rowOf(fits, 'instances')).toMatchObject({ requested: 1 })
  expect(rowOf(fits, 'gigabytes_ssd')).toMatchObject({ requested: 2 })
  expect(rowOf(fits, 'floating_ip_count')).toMatchObject({ requested: 1 })
  const over = await ask({ delta: { vcpu: 4 } })
  expect([over.fits, over.cost]).toEqual([false, null])
  expect(rowOf(over, 'vcpu')).toMatchObject({ fits: false, free_after: -1 })
  const outsider = apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', newUuid()))
  expect((await outsider('POST', '/api/foyer-preflight/', { tenant: on.tenant.uuid })).status).toBe(400)
})
