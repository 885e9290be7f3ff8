/** Projects, the tenant order, quotas for users and staff (screens 4 to 6). */
import type { Page } from '@playwright/test'
import { ADMIN } from '../server/openstack/fake/seed.ts'
import type { Json } from './support/api.ts'
import { makeInstance, playgroundOf, removeInstance } from './support/playground.ts'
import { type Api, expect, shot, signIn, test } from './support/test.ts'

const PROJECT = 'Development'
const OFFERING = 'Built-in cloud'
const LIVE_MS = 2000
const GIB = 1024

const only = async (api: Api, path: string): Promise<Json> => (await api.get<Json[]>(path))[0]
const offeringOf = (api: Api) =>
  only(api, `/api/marketplace-public-offerings/?name_exact=${encodeURIComponent(OFFERING)}`)
const projectOf = (api: Api, name = PROJECT) => only(api, `/api/projects/?name_exact=${name}`)
const quotaOf = async (api: Api, name: string): Promise<Json> =>
  (await playgroundOf(api)).quotas.find((one: Json) => one.name === name)

const field = (page: Page, name: string) => page.getByTestId(`field-${name}`)

const makeVolume = async (api: Api, name: string, sizeMib: number): Promise<Json> => {
  const tenant = await playgroundOf(api)
  const offering = await only(api, `/api/marketplace-public-offerings/?scope_uuid=${tenant.uuid}&type=OpenStack.Volume`)
  const order = await api.post('/api/marketplace-orders/', {
    offering: offering.url,
    project: `/api/projects/${tenant.project_uuid}/`,
    limits: {},
    attributes: { name, size: sizeMib },
  })
  return api.until(`/api/openstack-volumes/${order.resource_uuid}/`, ({ state }) => state === 'OK')
}
const removeVolume = async (api: Api, uuid: string) => {
  await api.call('DELETE', `/api/openstack-volumes/${uuid}/`)
  await expect.poll(async () => (await api.call('GET', `/api/openstack-volumes/${uuid}/`)).status).toBe(404)
}

/** Sets limits in the matrix and waits for the result. */
const setInMatrix = async (page: Page, tenantUuid: string, limits: Record<string, string>, reason: string) => {
  for (const [name, limit] of Object.entries(limits)) {
    await page.getByTestId(`cell-${tenantUuid}-${name}`).click()
    const input = page.getByTestId(`input-${tenantUuid}-${name}`)
    await input.fill(limit)
    await input.press('Enter')
  }
  const tray = page.getByTestId('change-tray')
  await expect(tray.getByTestId('apply')).toHaveAttribute('aria-disabled', 'true')
  await field(page, 'reason').getByRole('textbox').fill(reason)
  await tray.getByTestId('apply').click()
  await expect(page.getByTestId(`result-${tenantUuid}`)).toHaveAttribute('data-state', 'done', { timeout: 20_000 })
}

test('AC-Q1 the storage row lists who uses it, and their sizes make the used value', async ({ page, api }) => {
  const owner = await api('owner')
  const made = [await makeVolume(owner, 'ac-q1-large', 3 * GIB), await makeVolume(owner, 'ac-q1-small', GIB)]
  try {
    const tenant = await playgroundOf(owner)
    await signIn(page, 'owner', `/t/${tenant.uuid}/quotas`)
    await page.getByTestId('row-storage').getByRole('button').click()
    const list = page.getByTestId('consumers-storage')
    await expect(list).toContainText('ac-q1-large')
    const amounts = await list
      .locator('[data-testid^="consumer-"], [data-testid="consumers-rest"]')
      .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.amount)))
    const used = await quotaOf(owner, 'storage')
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(used.usage - used.reserved)
    const names = await list.getByRole('link').allTextContents()
    expect(names.indexOf('ac-q1-large')).toBeLessThan(names.indexOf('ac-q1-small'))
    await shot(page, 'quotas')
  } finally {
    for (const { uuid } of made) await removeVolume(owner, uuid)
  }
})

test('AC-Q2 unlimited ports show a count and no bar', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  await signIn(page, 'owner', `/t/${tenant.uuid}/quotas`)
  const row = page.getByTestId('row-port_count')
  await expect(row).toContainText('Unlimited')
  await expect(page.getByTestId('used-port_count')).toHaveText(String((await quotaOf(owner, 'port_count')).usage))
  await expect(row.getByRole('meter')).toHaveCount(0)
  await expect(page.getByTestId('row-vcpu').getByRole('meter')).toHaveCount(1)
})

test('AC-Q5 each change of a limit is in the audit log with old, new, reason and actor', async ({ page, api }) => {
  const staff = await api('staff')
  const tenant = await playgroundOf(staff)
  const [vcpu, ram] = [await quotaOf(staff, 'vcpu'), await quotaOf(staff, 'ram')]
  const reason = `project grows ${Date.now()}`
  await signIn(page, 'staff', '/admin/quotas')
  await expect(page.getByTestId('table-quota-matrix')).toBeVisible()
  await setInMatrix(page, tenant.uuid, { vcpu: String(vcpu.limit + 4), ram: String(ram.limit / GIB + 8) }, reason)
  await shot(page, 'quota-matrix')
  const events = await staff.get<Json[]>(
    `/api/events/?tenant_uuid=${tenant.uuid}&event_type=openstack_tenant_quota_limit_updated&page_size=10`,
  )
  const logged = events
    .map(({ context }) => context)
    .filter((context) => context.reason === reason)
    .map(({ quota_name, old_limit, limit, user_username }) => ({ quota_name, old_limit, limit, user_username }))
    .sort((a, b) => (a.quota_name < b.quota_name ? -1 : 1))
  expect(logged).toEqual([
    { quota_name: 'ram', old_limit: ram.limit, limit: ram.limit + 8 * GIB, user_username: 'staff' },
    { quota_name: 'vcpu', old_limit: vcpu.limit, limit: vcpu.limit + 4, user_username: 'staff' },
  ])
  expect((await quotaOf(staff, 'vcpu')).limit).toBe(vcpu.limit + 4)
  await page.getByTestId('change-tray').getByRole('button', { name: 'Close' }).click()
  await setInMatrix(page, tenant.uuid, { vcpu: String(vcpu.limit), ram: String(ram.limit / GIB) }, 'back as it was')
})

const openOrder = async (page: Page, api: Api, name = PROJECT) => {
  const [project, offering] = [await projectOf(api, name), await offeringOf(api)]
  await page.goto(`/p/${project.uuid}/marketplace/${offering.uuid}/order`)
  await expect(field(page, 'name')).toBeVisible()
  return { project, offering }
}

test('AC-M1 the price follows a limit as it is typed', async ({ page, api }) => {
  await signIn(page, 'owner')
  await openOrder(page, await api('owner'))
  const price = page.getByTestId('order-price')
  await expect(price).toContainText('per month')
  const before = await price.textContent()
  const cores = field(page, 'limits.cores').getByRole('spinbutton')
  await cores.fill('40')
  await expect(cores).toBeFocused()
  await expect(price).not.toHaveText(before ?? '')
  await cores.fill('20')
  await expect(price).toHaveText(before ?? '')
  await shot(page, 'order-tenant')
})

test('AC-M2 a network of public addresses is refused with the rule', async ({ page, api }) => {
  await signIn(page, 'owner')
  await openOrder(page, await api('owner'))
  const cidr = field(page, 'subnet_cidr')
  await cidr.getByRole('textbox').fill('8.8.8.0/24')
  await cidr.getByRole('textbox').blur()
  await expect(cidr).toContainText('private IPv4 network with a prefix of 16 to 28, such as')
  await cidr.getByRole('textbox').fill('10.20.0.0/24')
  await cidr.getByRole('textbox').blur()
  await expect(cidr).not.toContainText('such as')
})

test('AC-M3 in dynamic storage mode storage is asked for by volume type', async ({ page, api }) => {
  const staff = await api('staff')
  // An offering of its own: another mode would change the limits of tenants that exist.
  const { customer } = await offeringOf(staff)
  const offering = await staff.post('/api/marketplace-provider-offerings/', {
    name: `Dynamic ${Date.now()}`,
    type: 'OpenStack.Tenant',
    customer,
    plugin_options: { storage_mode: 'dynamic' },
    service_attributes: {
      backend_url: `${process.env.FOYER_CLOUD_URL}/identity/v3`,
      username: ADMIN.user,
      password: ADMIN.password,
      tenant_name: ADMIN.project,
    },
  })
  const path = `/api/marketplace-provider-offerings/${offering.uuid}/`
  try {
    await staff.post(`${path}activate/`)
    await staff.post(`/api/service-settings/${offering.scope_uuid}/pull_properties/`)
    const { components } = await staff.until(path, (row) => row.components.length > 2)
    const types = components.map(({ type }: Json) => type as string).filter((type: string) => /^gigabytes_/.test(type))
    expect(types.length).toBeGreaterThan(1)
    const project = await projectOf(staff)
    await signIn(page, 'owner', `/p/${project.uuid}/marketplace/${offering.uuid}/order`)
    for (const type of types) await expect(field(page, `limits.${type}`)).toBeVisible()
    await expect(field(page, 'limits.storage')).toHaveCount(0)
    await field(page, 'name').getByRole('textbox').fill('no-storage')
    await page.getByTestId('submit').click()
    await expect(field(page, `limits.${types[0]}`)).toContainText('at least one volume type')
  } finally {
    await staff.post(`${path}archive/`)
  }
})

test('AC-M5 a rejected order shows the comment to the requester, who may copy it as new', async ({
  page,
  api,
  pageOf,
}) => {
  const owner = await api('owner')
  const [project, offering] = [await projectOf(owner), await offeringOf(owner)]
  const order = await (await api('member')).post('/api/marketplace-orders/', {
    project: project.url,
    offering: offering.url,
    attributes: { name: 'wanted-by-member', description: 'a try', security_groups: [] },
    limits: { cores: 2, ram: 4 * GIB, storage: 10 * GIB },
  })
  expect(order.state).toBe('pending-consumer')
  await signIn(page, 'member', `/p/${project.uuid}/orders/${order.uuid}`)
  await expect(page.getByTestId('stage-consumer')).toHaveAttribute('data-state', 'current')
  await expect(page.getByTestId('action-approve')).toHaveCount(0)

  const boss = await pageOf('owner')
  await boss.goto(`/p/${project.uuid}/orders/${order.uuid}`)
  await boss.getByTestId('action-reject').click()
  await field(boss, 'comment').getByRole('textbox').fill('no')
  await boss.getByTestId('submit').click()
  await expect(field(boss, 'comment')).toContainText('at least 5 characters')
  await field(boss, 'comment').getByRole('textbox').fill('Use the playground, please.')
  await boss.getByTestId('submit').click()

  await expect(page.getByTestId('rejection')).toContainText('Use the playground, please.')
  await expect(page.getByTestId('stage-rejected')).toContainText('Olga Owner')
  await expect(page.getByTestId('stage-consumer')).toHaveCount(0)
  await shot(page, 'order-rejected')
  await page.goto(`/p/${project.uuid}/marketplace/${offering.uuid}/order?from=${order.uuid}`)
  await expect(field(page, 'name').getByRole('textbox')).toHaveValue('wanted-by-member')
  await expect(field(page, 'limits.ram').getByRole('spinbutton')).toHaveValue('4')
})

test('AC-D1 a number of the dashboard leads to the list of just those', async ({ page, api }) => {
  test.setTimeout(120_000)
  const owner = await api('owner')
  const made: string[] = []
  try {
    for (const index of [1, 2, 3]) {
      const { uuid } = await makeInstance(owner, { name: `ac-d1-${index}` })
      made.push(uuid)
      await owner.post(`/api/openstack-instances/${uuid}/stop/`)
    }
    for (const uuid of made)
      await owner.until(
        `/api/openstack-instances/${uuid}/`,
        (row) => row.runtime_state === 'SHUTOFF' && row.state === 'OK',
      )
    const project = await projectOf(owner)
    await signIn(page, 'owner', `/p/${project.uuid}`)
    const stopped = page.getByTestId('states-openstack-instances').getByTestId('part-shutoff')
    await expect(stopped).toHaveText('3 stopped')
    await shot(page, 'project-dashboard')
    await stopped.click()
    await page.waitForURL((url) => url.search.includes('state=SHUTOFF'))
    await expect(page.getByTestId('table-instances').locator('tbody tr')).toHaveCount(3)
  } finally {
    for (const uuid of made) await removeInstance(owner, uuid)
  }
})

test('AC-D2 a volume made elsewhere moves the storage bar', async ({ page, api }) => {
  const owner = await api('owner')
  const project = await projectOf(owner)
  await signIn(page, 'owner', `/p/${project.uuid}`)
  const bar = page.getByTestId('bar-storage').getByRole('meter')
  await expect(page.getByTestId('live-state')).toHaveText('Live')
  const before = Number(await bar.getAttribute('aria-valuenow'))
  const tenant = await playgroundOf(owner)
  const offering = await only(
    owner,
    `/api/marketplace-public-offerings/?scope_uuid=${tenant.uuid}&type=OpenStack.Volume`,
  )
  const order = await owner.post('/api/marketplace-orders/', {
    offering: offering.url,
    project: project.url,
    limits: {},
    attributes: { name: 'ac-d2', size: 2 * GIB },
  })
  await expect(bar).toHaveAttribute('aria-valuenow', String(before + 2 * GIB), { timeout: LIVE_MS })
  await owner.until(`/api/openstack-volumes/${order.resource_uuid}/`, ({ state }) => state === 'OK')
  await removeVolume(owner, order.resource_uuid)
})

test('AC-D3 one failing card leaves the rest usable', async ({ page, api, tolerate }) => {
  tolerate(/status of 500/)
  const project = await projectOf(await api('owner'))
  await page.route('**/api/foyer-summaries/**', (route) =>
    route.fulfill({ status: 500, json: { detail: 'The counts are not to be had.' } }),
  )
  await signIn(page, 'owner', `/p/${project.uuid}`)
  await expect(page.getByTestId('states')).toContainText('The counts are not to be had.')
  await expect(page.getByTestId('bar-vcpu')).toBeVisible()
  await expect(page.getByTestId('recent').getByRole('listitem').first()).toBeVisible()
})

test('AC-N2 what one may not see and what does not exist look the same', async ({ page, api, tolerate }) => {
  tolerate(/status of 404/)
  const tenant = await playgroundOf(await api('owner'))
  await signIn(page, 'outsider')
  const seen = async (uuid: string, path: string) => {
    await page.goto(`/t/${uuid}${path}`)
    const main = page.getByRole('main')
    await expect(main).toContainText('Ask the owner of the project to add you')
    return main.innerText()
  }
  for (const path of ['', '/instances', '/quotas'])
    expect(await seen(tenant.uuid, path)).toBe(await seen('0'.repeat(32), path))
  await page.getByRole('main').getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/')
})

test('AC-S6 the portal opens where one was last, and a link inside leads to all scopes', async ({ page, api }) => {
  const tenant = await playgroundOf(await api('owner'))
  await signIn(page, 'owner', `/t/${tenant.uuid}`)
  await expect(page.getByRole('heading', { level: 1, name: 'playground' })).toBeVisible()
  await shot(page, 'tenant-overview')
  await page.goto('/')
  await page.waitForURL(`**/t/${tenant.uuid}`)
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').first().click()
  await expect(page.getByTestId(`tenant-${tenant.uuid}`)).toBeVisible()
  await shot(page, 'overview')
  await page.reload()
  await expect(page.getByTestId(`tenant-${tenant.uuid}`)).toBeVisible()
})
