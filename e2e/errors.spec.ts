/** AC-E1: what the cloud refuses is said in plain words, with the cloud's own words beside them and a way out. */
import type { Page } from '@playwright/test'
import type { Json } from './support/api.ts'
import { makeInstance, orderInstance, playgroundOf, removeInstance } from './support/playground.ts'
import { type Api, cloudControl, expect, signIn, test } from './support/test.ts'

const made: string[] = []

test.beforeAll(() => cloudControl.post('clock', { pace: 0.2 }))
test.afterAll(() => cloudControl.post('clock', { pace: 1 }))
test.afterEach(async ({ api }) => {
  await cloudControl.delete('faults')
  await cloudControl.post('settings', { noValidHost: 0, consolesDisabled: false })
  const owner = await api('owner')
  for (const uuid of made.splice(0)) await removeInstance(owner, uuid)
})

/** Orders an instance that will fail and opens its page. */
const fail = async (page: Page, owner: Api, name: string) => {
  const order = await orderInstance(owner, { name })
  made.push(order.resource_uuid)
  const path = `/api/openstack-instances/${order.resource_uuid}/`
  const instance = await owner.until(path, ({ state }) => state === 'ERRED')
  await signIn(page, 'owner', `/t/${instance.tenant_uuid}/instances/${instance.uuid}/overview`)
  const error = page.getByRole('alert').filter({ hasText: 'The cloud said' })
  await expect(error).toBeVisible()
  return { instance, error, path }
}

test('AC-E1 no valid host: the region has no room, another flavor is offered, Retry goes on', async ({ page, api }) => {
  const owner = await api('owner')
  await cloudControl.post('settings', { noValidHost: 1 })
  const { error, path } = await fail(page, owner, 'no-room')
  await expect(error).toContainText('The region has no room for this flavor right now.')
  await expect(error).toContainText('No valid host was found')
  await expect(error.getByTestId('way-other-flavor')).toHaveText('Try another flavor or zone')
  await page.getByTestId('action-retry').click()
  await owner.until(path, ({ state }) => state === 'OK')
  await expect(error).toBeHidden()
})

test("AC-E1 the cloud's own quota: what is needed and free, and where to ask for more", async ({ page, api }) => {
  const message = 'Quota exceeded for cores: Requested 4, but already used 18 of 20 cores'
  await cloudControl.post('faults', {
    service: 'nova',
    method: 'POST',
    path: '^/servers$',
    status: 403,
    body: { forbidden: { code: 403, message } },
  })
  const { error, instance } = await fail(page, await api('owner'), 'over-quota')
  await expect(error).toContainText('Needs 4 vCPU, 2 free (limit of the cloud: 20).')
  await expect(error).toContainText(message)
  await expect(error.getByTestId('way-request-more')).toHaveAttribute('href', `/t/${instance.tenant_uuid}/quotas`)
  await expect(error.getByTestId('way-show-users')).toBeVisible()
})

test('AC-E1 an image that is too large for its disk: how much it needs, and the field', async ({ page, api }) => {
  const message = 'Invalid input received: Size of specified image 3GB is larger than volume size 1GB.'
  await cloudControl.post('faults', {
    service: 'cinder',
    method: 'POST',
    path: '/volumes$',
    status: 400,
    body: { badRequest: { code: 400, message } },
  })
  const { error, instance } = await fail(page, await api('owner'), 'too-large')
  await expect(error).toContainText('The image needs at least 3 GiB disk.')
  await expect(error).toContainText(message)
  await expect(error.getByTestId('way-larger-disk')).toHaveAttribute(
    'href',
    `/t/${instance.tenant_uuid}/instances/new#disks`,
  )
})

/** The cloud's refusal, word for word as a real one says it. */
const refuse = (
  service: 'cinder' | 'neutron' | 'nova',
  method: string,
  path: string,
  status: number,
  message: string,
) =>
  cloudControl.post('faults', {
    service,
    method,
    path,
    status,
    body: service === 'neutron' ? { NeutronError: { type: 'Refused', message, detail: '' } } : { refused: { message } },
  })

/** The page of the newest job on an object, once that has failed. @returns its error */
const failedJob = async (page: Page, api: Api, user: 'owner' | 'staff', uuid: string) => {
  const [job] = await api.until<Json[]>(`/api/foyer-jobs/?resource_uuid=${uuid}`, ([one]) => one?.state === 'failed')
  await signIn(page, user, `/t/${job.tenant_uuid}/jobs/${job.uuid}`)
  const error = page.getByTestId('job-error')
  await expect(error).toBeVisible()
  return error
}

test('AC-E1 a volume that is held: what holds it, and the way there', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const [offering] = await owner.get<Json[]>(
    `/api/marketplace-public-offerings/?scope_uuid=${tenant.uuid}&type=OpenStack.Volume`,
  )
  const order = await owner.post('/api/marketplace-orders/', {
    offering: offering.url,
    project: `/api/projects/${tenant.project_uuid}/`,
    attributes: { name: 'held', size: 1024 },
  })
  const path = `/api/openstack-volumes/${order.resource_uuid}/`
  await owner.until(path, ({ state }) => state === 'OK')
  const message =
    'Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.'
  await refuse('cinder', 'DELETE', '/volumes/', 400, message)
  await owner.delete(path)
  await owner.until(path, ({ state }) => state === 'ERRED')
  await signIn(page, 'owner', `/t/${tenant.uuid}/volumes/${order.resource_uuid}/overview`)
  const error = page.getByRole('alert').filter({ hasText: 'have snapshots, awaiting a transfer' })
  await expect(error).toContainText('The volume is attached or still has snapshots.')
  await expect(error.getByTestId('way-volumes')).toBeVisible()
  await owner.delete(path)
})

test('AC-E1 a network in use: how many ports, and the list of them', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const network = await owner.post(`/api/openstack-tenants/${tenant.uuid}/create_network/`, { name: 'held' })
  const path = `/api/openstack-networks/${network.uuid}/`
  const { backend_id: id } = await owner.until(path, ({ state }) => state === 'OK')
  const ports = '0b1bbf4d-f2ab-4278-a028-636a15ecb4e7,1c2ccf5e-f2ab-4278-a028-636a15ecb4e8'
  const message = `Unable to complete operation on network ${id}. There are one or more ports still in use on the network, id for these ports is: ${ports}.`
  await refuse('neutron', 'DELETE', '/networks/', 409, message)
  await owner.delete(path)
  await owner.until(path, ({ state }) => state === 'ERRED')
  await signIn(page, 'owner', `/t/${tenant.uuid}/networks/${network.uuid}/overview`)
  const error = page.getByRole('alert').filter({ hasText: message })
  await expect(error).toContainText('It is still in use by 2 ports.')
  await error.getByTestId('way-ports').click()
  await expect(page).toHaveURL(new RegExp(`/networks/${network.uuid}/ports`))
  await owner.delete(path)
})

test('AC-E1 an address that is taken in the cloud: which one', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const [network] = await owner.get<Json[]>(`/api/openstack-networks/?tenant_uuid=${tenant.uuid}&o=created`)
  await refuse('neutron', 'POST', '/ports$', 409, 'IP address 192.168.42.77 already allocated in subnet 836530bd')
  const port = await owner.post('/api/openstack-ports/', {
    name: 'twin',
    network: network.url,
    fixed_ips: [{ ip_address: '192.168.42.77', subnet_id: network.subnets[0]?.backend_id }],
  })
  const error = await failedJob(page, owner, 'owner', port.uuid)
  await expect(error).toContainText('192.168.42.77 is already taken.')
  await expect(error.getByTestId('way-ports')).toHaveAttribute('href', `/t/${tenant.uuid}/networks`)
  await owner.delete(`/api/openstack-ports/${port.uuid}/`)
})

test('AC-E1 no way to the outside, and no address left: a router, or an address to release', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const instance = await makeInstance(owner, { name: 'inside' })
  made.push(instance.uuid)
  const take = () => owner.post(`/api/openstack-tenants/${tenant.uuid}/create_floating_ip/`, {})
  const free = await take()
  await owner.until(`/api/openstack-floating-ips/${free.uuid}/`, ({ state }) => state === 'OK')
  const [port] = await owner.get<Json[]>(
    `/api/openstack-ports/?tenant_uuid=${tenant.uuid}&device_id=${instance.backend_id}`,
  )
  const message = `External network fde0e127 is not reachable from subnet 836530bd.  Therefore, cannot associate Port ${port.backend_id} with a Floating IP.`
  await refuse('neutron', 'PUT', '/floatingips/', 404, message)
  await owner.post(`/api/openstack-floating-ips/${free.uuid}/attach_to_port/`, { port: port.url })
  const error = await failedJob(page, owner, 'owner', free.uuid)
  await expect(error).toContainText('The subnet has no router to the external network.')
  await expect(error.getByTestId('way-router')).toHaveAttribute('href', `/t/${tenant.uuid}/routers`)
  await owner.delete(`/api/openstack-floating-ips/${free.uuid}/`)

  await refuse('neutron', 'POST', '/floatingips$', 409, 'No more IP addresses available on network fde0e127.')
  const none = await take()
  const [job] = await owner.until<Json[]>(
    `/api/foyer-jobs/?resource_uuid=${none.uuid}`,
    ([one]) => one?.state === 'failed',
  )
  await page.goto(`/t/${tenant.uuid}/jobs/${job.uuid}`)
  await expect(page.getByTestId('job-error')).toContainText('The address pool is empty: no free address is left.')
  await expect(page.getByTestId('way-addresses')).toHaveAttribute('href', `/t/${tenant.uuid}/floating-ips`)
  await owner.delete(`/api/openstack-floating-ips/${none.uuid}/`)
})

test('AC-E1 a busy object and a cloud that does not answer: the portal says so and tries again by itself', async ({
  page,
  api,
}) => {
  test.setTimeout(120_000)
  const owner = await api('owner')
  const instance = await makeInstance(owner, { name: 'busy' })
  made.push(instance.uuid)
  const path = `/api/openstack-instances/${instance.uuid}/`
  const retrying = page.getByTestId('job').locator('[data-state="retrying"]')
  const ask = async (action: string) => {
    await owner.post(`${path}${action}/`)
    const [job] = await owner.get<Json[]>(`/api/foyer-jobs/?resource_uuid=${instance.uuid}`)
    await page.goto(`/t/${instance.tenant_uuid}/jobs/${job.uuid}`)
  }
  await signIn(page, 'owner')

  const busy = `Cannot 'stop' instance ${instance.backend_id} while it is in task_state rebooting`
  await cloudControl.post('faults', {
    service: 'nova',
    method: 'POST',
    path: '/action$',
    status: 409,
    body: { conflictingRequest: { code: 409, message: busy } },
    times: 2,
  })
  await ask('stop')
  await expect(retrying).toContainText(busy)
  await expect(page.getByTestId('job')).toHaveAttribute('data-state', 'done', { timeout: 40_000 })

  await cloudControl.post('faults', { service: 'nova', method: 'POST', path: '/action$', hang: true })
  await ask('start')
  await expect(retrying).toContainText('The cloud did not answer in time; the action may still finish.', {
    timeout: 40_000,
  })
  await cloudControl.delete('faults')
  await expect(page.getByTestId('job')).toHaveAttribute('data-state', 'done', { timeout: 40_000 })
})

test('AC-E1 removed outside the portal: check again, or remove it here', async ({ page, api }) => {
  const owner = await api('owner')
  const instance = await makeInstance(owner, { name: 'vanished' })
  made.push(instance.uuid)
  await cloudControl.post('call/deleteServer', { args: [instance.backend_id] })
  const path = `/api/openstack-instances/${instance.uuid}/`
  await owner.post(`${path}stop/`)
  await owner.until(path, ({ state }) => state === 'ERRED')
  await signIn(page, 'owner', `/t/${instance.tenant_uuid}/instances/${instance.uuid}/overview`)
  const error = page.getByRole('alert').filter({ hasText: 'The cloud said' })
  await expect(error).toContainText('It was removed outside the portal.')
  await expect(error.getByTestId('way-check')).toBeVisible()
  await error.getByTestId('way-remove').click()
  await expect(page.getByRole('alertdialog')).toContainText('Delete vanished?')
})

test("AC-E1 the provider's account is refused: users learn whom to ask, staff get the way to the connection", async ({
  page,
  pageOf,
  api,
}) => {
  const owner = await api('owner')
  const instance = await makeInstance(owner, { name: 'locked-out' })
  made.push(instance.uuid)
  const message = 'The request you have made requires authentication.'
  await cloudControl.post('faults', {
    service: 'nova',
    method: 'POST',
    path: '/action$',
    status: 401,
    body: { error: { code: 401, message } },
    times: null,
  })
  const path = `/api/openstack-instances/${instance.uuid}/`
  await owner.post(`${path}stop/`)
  await owner.until(path, ({ state }) => state === 'ERRED')
  const href = `/t/${instance.tenant_uuid}/instances/${instance.uuid}/overview`
  await signIn(page, 'owner', href)
  const error = page.getByRole('alert').filter({ hasText: message })
  await expect(error).toContainText("The provider's access to the cloud failed.")
  await expect(error.getByTestId('way-ask')).toBeVisible()
  const staff = await pageOf('staff')
  await staff.goto(href)
  await expect(staff.getByTestId('way-connection')).toHaveAttribute('href', /^\/provider\/.+\/offerings$/)
})

test('AC-E1 a region without graphical consoles says so and offers the log', async ({ page, api, tolerate }) => {
  tolerate(/response code: 501/)
  const owner = await api('owner')
  const instance = await makeInstance(owner, { name: 'no-screen' })
  made.push(instance.uuid)
  await cloudControl.post('settings', { consolesDisabled: true })
  await signIn(page, 'owner', `/t/${instance.tenant_uuid}/instances/${instance.uuid}/console`)
  const panel = page.getByTestId('console-disconnected')
  await expect(panel).toContainText('This region offers no graphical console.')
  await panel.getByTestId('console-show-log').click()
  await expect(page).toHaveURL(/\/log$/)
})
