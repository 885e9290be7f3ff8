/** Jobs and the audit log (screens 14). */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createFakeCloud } from '../server/openstack/fake/index.ts'
import type { Json } from './support/api.ts'
import { limitQuotas, makeInstance, orderInstance, playgroundOf, removeInstance } from './support/playground.ts'
import { type Api, cloudControl, expect, shot, signIn, test } from './support/test.ts'

const made: string[] = []
test.beforeAll(() => cloudControl.post('clock', { pace: 0.2 }))
test.afterAll(() => cloudControl.post('clock', { pace: 1 }))
test.afterEach(async ({ api }) => {
  await cloudControl.delete('faults')
  const owner = await api('owner')
  for (const uuid of made.splice(0)) await removeInstance(owner, uuid)
})

const jobsOf = (api: Api, uuid: string): Promise<Json[]> => api.get(`/api/foyer-jobs/?resource_uuid=${uuid}`)

test('AC-J1 a failed job says why in plain words beside the raw text; Retry finishes and both are linked', async ({
  page,
  api,
}) => {
  const owner = await api('owner')
  await cloudControl.post('settings', { noValidHost: 1 })
  const order = await orderInstance(owner, { name: 'ac-j1' })
  made.push(order.resource_uuid)
  await owner.until(`/api/openstack-instances/${order.resource_uuid}/`, ({ state }) => state === 'ERRED')
  const [job] = await jobsOf(owner, order.resource_uuid)
  const tenant = await playgroundOf(owner)

  await signIn(page, 'owner', `/t/${tenant.uuid}/jobs?state=failed`)
  const row = page.getByTestId(`row-${job.uuid}`)
  await expect(row).toContainText('Create instance')
  await expect(row).toContainText('ac-j1')
  await shot(page, 'jobs')
  await row.getByRole('link', { name: 'Create instance' }).click()
  const error = page.getByTestId('job-error')
  await expect(error).toContainText('The region has no room for this flavor right now.')
  await expect(error).toContainText('No valid host was found')
  await expect(page.getByTestId('job-raw-error')).toContainText('No valid host')
  await expect(page.getByTestId('job-inputs')).toBeVisible()
  await expect(page.getByTestId('job-requests')).toContainText('req-')
  await shot(page, 'job-failed')

  await page.getByTestId('action-retry').first().click()
  await page.waitForURL((url) => /\/jobs\/[0-9a-f]{32}$/.test(url.pathname) && !url.pathname.endsWith(job.uuid))
  await expect(page.getByTestId('job')).toHaveAttribute('data-state', 'done', { timeout: 30_000 })
  await expect(page.getByTestId('toast-success')).toContainText('Create instance: ac-j1. Done.')
  await expect(page.getByTestId('job-facts').getByRole('link', { name: 'the job that failed' })).toHaveAttribute(
    'href',
    new RegExp(job.uuid),
  )
  await shot(page, 'job-done')
  await page.getByRole('link', { name: 'the job that failed' }).click()
  await expect(page.getByTestId('job')).toHaveAttribute('data-job', job.uuid)
  await expect(page.getByRole('link', { name: 'a later job' })).toBeVisible()
  const again = (await jobsOf(owner, order.resource_uuid)).find(({ retry_of }) => retry_of === job.uuid)
  expect(again.inputs).toEqual(job.inputs)
})

test('a toast follows what was asked to its end, without a reload', async ({ page, api }) => {
  const owner = await api('owner')
  const instance = await makeInstance(owner, { name: 'followed' })
  made.push(instance.uuid)
  await signIn(page, 'owner', `/t/${instance.tenant_uuid}/instances/${instance.uuid}/overview`)
  await page.getByTestId('action-stop').first().click()
  await page.getByTestId('confirm-submit').click()
  await expect(page.getByTestId('toast-success')).toContainText('Stop instance: followed. Done.', { timeout: 20_000 })
  await expect(page.locator('[data-toast-id^="job-"]')).toHaveCount(1)
})

test('a cloud that stops in the middle of an operation: it goes on by itself when the cloud is back', async ({
  page,
  api,
}) => {
  test.setTimeout(180_000)
  const staff = await api('staff')
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'foyer-second-cloud-'))
  const options = { stateFile: path.join(folder, 'cloud.json'), latencyMs: 150, clock: { pace: 0.2 } }
  let cloud = await createFakeCloud(options)
  const port = Number(new URL(cloud.url).port)
  try {
    const [seller] = await staff.get<Json[]>('/api/marketplace-provider-offerings/?name_exact=Built-in%20cloud')
    const offering = await staff.post('/api/marketplace-provider-offerings/', {
      name: `Second cloud ${port}`,
      type: 'OpenStack.Tenant',
      customer: seller.customer,
      plans: [{ name: 'Standard', prices: {} }],
      service_attributes: {
        backend_url: cloud.authUrl,
        username: cloud.env.OS_USERNAME,
        password: cloud.env.OS_PASSWORD,
        tenant_name: cloud.env.OS_PROJECT_NAME,
        external_network_id: cloud.ids.externalNetworkId,
        timeout_seconds: 5,
      },
    })
    await staff.post(`/api/marketplace-provider-offerings/${offering.uuid}/activate/`)
    const tenant = await playgroundOf(staff)
    const order = await staff.post('/api/marketplace-orders/', {
      offering: offering.url.replace('marketplace-provider-offerings', 'marketplace-public-offerings'),
      project: `/api/projects/${tenant.project_uuid}/`,
      plan: offering.plans[0]?.url,
      attributes: { name: `interrupted-${port}` },
      limits: { cores: 4, ram: 8192, storage: 102_400 },
    })
    const uuid = await staff
      .until(`/api/marketplace-orders/${order.uuid}/`, ({ resource_uuid }) => Boolean(resource_uuid))
      .then(({ resource_uuid }) => resource_uuid as string)
    const [job] = await staff
      .until<Json[]>(`/api/foyer-jobs/?resource_uuid=${uuid}&kind=create`, ([one]) => one?.progress.done >= 1)
      .then((rows) => rows)
    await cloud.close()
    expect(job.state).toBe('running')

    await signIn(page, 'staff', `/admin/jobs/${job.uuid}`)
    await expect(page.getByTestId('job').locator('[data-state="retrying"]')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByTestId('job')).toHaveAttribute('data-state', 'running')
    await shot(page, 'job-retrying')

    cloud = await createFakeCloud({ ...options, port, latencyMs: 0 })
    await expect(page.getByTestId('job')).toHaveAttribute('data-state', 'done', { timeout: 120_000 })
    expect((await staff.get(`/api/openstack-tenants/${uuid}/`)).state).toBe('OK')
  } finally {
    await cloud.close()
    fs.rmSync(folder, { recursive: true, force: true })
  }
})

test('AC-L1 AC-L2 what was done stands in the audit log once, with who did it and how it ended', async ({
  page,
  api,
  tolerate,
}) => {
  test.setTimeout(120_000)
  // Asking for an object that is gone.
  tolerate(/status of 404/)
  const [owner, staff] = [await api('owner'), await api('staff')]
  const instance = await makeInstance(owner, { name: 'audited' })
  made.push(instance.uuid)
  const own = `/api/openstack-instances/${instance.uuid}/`
  const since = Math.floor(Date.now() / 1000) - 1
  const eventsOf = (filter: string): Promise<Json[]> => owner.get(`/api/events/?created_from=${since}&${filter}`)

  await owner.post(`${own}stop/`)
  await owner.until(own, ({ state, runtime_state }) => state === 'OK' && runtime_state === 'SHUTOFF')
  await owner.post(`${own}start/`)
  await owner.until(own, ({ state, runtime_state }) => state === 'OK' && runtime_state === 'ACTIVE')
  const started = await eventsOf(`resource_uuid=${instance.uuid}&event_type=resource_start_succeeded`)
  expect(started.map(({ context, result }) => [context.user_username, result])).toEqual([['owner', 'succeeded']])

  const tenant = await playgroundOf(staff)
  const { limit } = tenant.quotas.find(({ name }: Json) => name === 'vcpu')
  const back = await limitQuotas(staff, { vcpu: limit + 1 })
  const changes = await eventsOf(`tenant_uuid=${tenant.uuid}&event_type=openstack_tenant_quota_limit_updated`)
  expect(changes.map(({ context, result }) => [context.user_username, result, context.limit])).toEqual([
    ['staff', 'succeeded', limit + 1],
  ])
  await back()

  const group = await owner.post(`/api/openstack-tenants/${tenant.uuid}/create_security_group/`, {
    name: `refused-${since}`,
    rules: [],
  })
  const ownGroup = `/api/openstack-security-groups/${group.uuid}/`
  await owner.until(ownGroup, ({ state }) => state === 'OK')
  await cloudControl.post('faults', {
    service: 'neutron',
    method: 'DELETE',
    path: '/security-groups/',
    status: 403,
    body: { NeutronError: { type: 'PolicyNotAuthorized', message: 'Deletion is disallowed by policy.', detail: '' } },
  })
  expect((await owner.call('DELETE', ownGroup)).status).toBeLessThan(300)
  await owner.until(ownGroup, ({ state }) => state === 'ERRED')
  const refused = await eventsOf(`resource_uuid=${group.uuid}&result=failed`)
  expect(refused.map(({ context }) => [context.user_username, context.error_message])).toEqual([
    ['owner', expect.stringContaining('Deletion is disallowed by policy.')],
  ])
  await owner.delete(ownGroup)

  const token = await owner.post('/api/personal-access-tokens/', {
    name: `audited-${since}`,
    scopes: ['read'],
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
  })
  expect((await eventsOf('event_type=token_created')).map(({ context }) => context.user_username)).toEqual(['owner'])
  await owner.delete(`/api/personal-access-tokens/${token.uuid}/`)

  await signIn(page, 'owner', `/console/${instance.uuid}`)
  await expect(page.getByTestId('console-status')).toBeVisible()
  await expect
    .poll(async () => (await eventsOf(`resource_uuid=${instance.uuid}&event_type=resource_console_opened`)).length)
    .toBe(1)

  await page.goto(`/t/${instance.tenant_uuid}/audit`)
  const entry = page.getByRole('row').filter({ hasText: 'audited' }).filter({ hasText: 'Done' }).first()
  await expect(entry).toContainText('owner')
  await entry.getByTestId('action-expand').click()
  await expect(page.getByTestId('audit-entry')).toContainText('Kind of event')
  await shot(page, 'audit')

  // AC-L2: the object's link opens it while it is there, and says when it went once it is gone.
  const link = page.getByRole('row').filter({ hasText: 'audited' }).getByRole('link', { name: 'audited' }).first()
  await link.click()
  await page.waitForURL(`**/instances/${instance.uuid}/**`)
  await removeInstance(owner, instance.uuid)
  await page.goto(`/t/${instance.tenant_uuid}/audit?result=succeeded`)
  await page.getByRole('row').filter({ hasText: 'audited' }).getByRole('link', { name: 'audited' }).first().click()
  await expect(page.getByTestId('toast-info')).toContainText(/audited was deleted on .* by owner\./)
})

test('AC-L3 whoever has no role in a scope reads nothing of its log', async ({ page, api, tolerate }) => {
  tolerate(/status of 404/)
  const tenant = await playgroundOf(await api('owner'))
  const outsider = await api('outsider')
  expect(await outsider.get(`/api/events/?tenant_uuid=${tenant.uuid}`)).toEqual([])
  await signIn(page, 'outsider', `/t/${tenant.uuid}/audit`)
  await expect(page.getByText('There is nothing here, or you have no access to it.')).toBeVisible()
  await page.goto('/admin/audit')
  await expect(page.getByText('You cannot see this with your role')).toBeVisible()
})
