/** Address pairs asked of an instance. */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '../../../db/client.ts'
import { jobs } from '../../jobs/table.ts'
import { registry } from '../../registry.ts'
import { apiOf, makeHolder } from '../../testing/api.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { resourceValues } from '../../testing/rows.ts'
import { makeInstance } from '../instance/factory.ts'
import { makeSubnet } from '../subnet/factory.ts'
import { makePort } from './factory.ts'

openTestDatabase()

test('the one port of the subnet gets the pairs; none, several, foreign or unsecured ones are refused', async () => {
  const { tenantUuid, projectUuid, customerUuid, settingsUuid } = resourceValues()
  const here = { tenantUuid, projectUuid, customerUuid, settingsUuid }
  const instance = await makeInstance(here)
  const [one, several, none, open] = [
    await makeSubnet(here),
    await makeSubnet(here),
    await makeSubnet(here),
    await makeSubnet(here),
  ]
  const on = { ...here, instanceUuid: instance.uuid }
  const port = await makePort({ ...on, subnetUuid: one.uuid })
  await makePort({ ...on, subnetUuid: several.uuid })
  await makePort({ ...on, subnetUuid: several.uuid })
  await makePort({ ...on, subnetUuid: open.uuid, portSecurityEnabled: false })
  const api = apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', projectUuid, ['OPENSTACK_INSTANCE.MANAGE']))
  const ask = (subnet: { uuid: string }, ip_address = '10.1.2.3') =>
    api('POST', `/api/openstack-instances/${instance.uuid}/update_allowed_address_pairs/`, {
      subnet: `/api/openstack-subnets/${subnet.uuid}/`,
      allowed_address_pairs: [{ ip_address }],
    })
  const refusals = [
    await ask(none),
    await ask(several),
    await ask(await makeSubnet()),
    await ask(open),
    await ask(one, '8.8.8.8'),
  ]
  expect(refusals.map(({ status, body }) => [status, ...Object.keys(body)])).toEqual([
    [400, 'status'],
    [400, 'status'],
    [400, 'subnet'],
    [409, 'detail'],
    [400, 'allowed_address_pairs'],
  ])
  expect(await db.select().from(jobs).where(eq(jobs.projectUuid, projectUuid))).toEqual([])
  const { status, body } = await ask(one)
  expect([status, body]).toEqual([202, { status: 'allowed address pairs update was scheduled' }])
  const [job] = await db.select().from(jobs).where(eq(jobs.projectUuid, projectUuid))
  expect(job).toMatchObject({
    name: 'port.set_allowed_address_pairs',
    resourceUuid: port.uuid,
    eventType: 'resource_update_allowed_address_pairs',
  })
})
