/** Instances: the wizard, the details page, power and deletion (screens 7). */
import type { Page } from '@playwright/test'
import { limitQuotas, makeInstance, orderInstance, playgroundOf, removeInstance, usedOf } from './support/playground.ts'
import { type Api, cloudControl, expect, signIn, test } from './support/test.ts'

const made: string[] = []
const fresh = async (api: Api, wanted: Parameters<typeof makeInstance>[1]) => {
  const instance = await makeInstance(api, wanted)
  made.push(instance.uuid)
  expect(instance.state).toBe('OK')
  return instance
}

test.beforeAll(() => cloudControl.post('clock', { pace: 0.2 }))
test.afterAll(() => cloudControl.post('clock', { pace: 1 }))
test.afterEach(async ({ api }) => {
  const owner = await api('owner')
  for (const uuid of made.splice(0)) await removeInstance(owner, uuid)
})

const header = (page: Page) => page.locator('header').filter({ has: page.getByRole('heading', { level: 1 }) })
const badge = (page: Page) => header(page).locator('[data-state]').first()
const field = (page: Page, name: string) => page.getByTestId(`field-${name}`)
const chooseImage = (page: Page, name: string) => page.getByRole('radio', { name, exact: true }).click()
const chooseFlavor = (page: Page, name: string) => page.getByTestId(`flavor-${name}`).getByRole('radio').click()

const openWizard = async (page: Page, api: Api, query = '') => {
  const tenant = await playgroundOf(api)
  await page.goto(`/t/${tenant.uuid}/instances/new${query}`)
  await expect(field(page, 'image')).toBeVisible()
  return tenant
}

test('AC-N1 a link to a tab leads there after sign-in', async ({ page, api }) => {
  const owner = await api('owner')
  const instance = await fresh(owner, { name: 'ac-n1' })
  const path = `/t/${instance.tenant_uuid}/instances/${instance.uuid}/network`
  await signIn(page, 'owner', path)
  await page.waitForURL((url) => url.pathname === path)
  await expect(page.getByRole('heading', { level: 1, name: 'ac-n1' })).toBeVisible()
  await expect(page.getByTestId('table-instance-ports')).toContainText(instance.internal_ips[0])
})

test('an instance is made with the wizard and runs', async ({ page, api }) => {
  const owner = await api('owner')
  await signIn(page, 'owner')
  await openWizard(page, owner)
  await chooseImage(page, 'Built-in Linux')
  await chooseFlavor(page, 'tiny')
  await expect(field(page, 'name').getByRole('textbox')).toHaveValue('built-in-linux-01')
  await field(page, 'name').getByRole('textbox').fill('made-here')
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('form-errors')).toContainText('Choose a key')
  await field(page, 'other_way').getByRole('checkbox').click()
  await expect(page.getByTestId('pf-cost')).toContainText('per month')
  await page.getByTestId('submit').click()
  await page.waitForURL(/\/instances\/[0-9a-f]{32}\/overview$/)
  made.push(page.url().split('/').at(-2)!)
  await expect(page.getByTestId('step-create_volumes')).toBeVisible()
  await expect(badge(page)).toHaveText('Running', { timeout: 30_000 })
  await expect(page.getByTestId('connect')).toContainText('ssh')
  await expect(page.getByTestId('cost')).toContainText('per month')
})

test('AC-I1 a flavor over the quota cannot be chosen and says why', async ({ page, api }) => {
  const owner = await api('owner')
  const back = await limitQuotas(await api('staff'), { vcpu: (await usedOf(owner, 'vcpu')) + 2 })
  try {
    await signIn(page, 'owner')
    await openWizard(page, owner)
    const large = page.getByTestId('flavor-large')
    await expect(large.getByTestId('reason')).toHaveText('Needs 4 vCPU, 2 free')
    const radio = large.getByRole('radio')
    await expect(radio).toHaveAttribute('aria-disabled', 'true')
    await expect(radio).toHaveAccessibleDescription('Needs 4 vCPU, 2 free')
    await large.click()
    await expect(radio).not.toBeChecked()
    await radio.focus()
    await page.keyboard.press('Space')
    await expect(radio).not.toBeChecked()
    await chooseFlavor(page, 'medium')
    await expect(page.getByTestId('flavor-medium').getByRole('radio')).toBeChecked()
  } finally {
    await back()
  }
})

test('AC-I2 the system disk is at least what the image needs', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const { rows } = await cloudControl.get('rows/images')
  const image = rows.find(({ name }: { name: string }) => name === 'Built-in Linux, large')
  const pull = async (minDisk: number) => {
    await cloudControl.post('call/patch', { args: ['images', image.id, { min_disk: minDisk }] })
    await owner.post(`/api/openstack-tenants/${tenant.uuid}/pull_images/`)
    await owner.until(
      `/api/openstack-images/?tenant_uuid=${tenant.uuid}`,
      (images) => images.find(({ name }: { name: string }) => name === image.name)?.min_disk === minDisk * 1024,
    )
  }
  await pull(40)
  try {
    await signIn(page, 'owner')
    await openWizard(page, owner)
    await chooseImage(page, 'Built-in Linux, large')
    const size = field(page, 'system_volume_size').getByRole('spinbutton')
    await expect(size).toHaveValue('40')
    await size.fill('39')
    await size.blur()
    await expect(field(page, 'system_volume_size')).toContainText('need at least 40 GiB')
    await expect(size).toHaveAttribute('aria-invalid', 'true')
    await size.fill('40')
    await size.blur()
    await expect(size).not.toHaveAttribute('aria-invalid')
  } finally {
    await pull(image.min_disk)
  }
})

test('AC-I3 a fixed address that cannot be had is refused on blur', async ({ page, api }) => {
  const owner = await api('owner')
  const instance = await fresh(owner, { name: 'ac-i3' })
  const [subnet] = await owner.get(`/api/openstack-subnets/?tenant_uuid=${instance.tenant_uuid}`)
  await signIn(page, 'owner')
  await openWizard(page, owner)
  const address = field(page, 'ports.0.address')
  const refused = async (text: string, reason: string) => {
    await address.getByRole('textbox').fill(text)
    await address.getByRole('textbox').blur()
    await expect(address).toContainText(reason)
    await expect(address.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true')
  }
  await refused('10.99.0.5', `10.99.0.5 is not in ${subnet.cidr}.`)
  await refused(subnet.gateway_ip, `${subnet.gateway_ip} is the gateway of the subnet.`)
  await refused(instance.internal_ips[0], `${instance.internal_ips[0]} is taken by`)
  await refused('nonsense', 'nonsense is not an IP address.')
  const free = instance.internal_ips[0].replace(/\d+$/, '199')
  await address.getByRole('textbox').fill(free)
  await address.getByRole('textbox').blur()
  await expect(address.getByRole('textbox')).not.toHaveAttribute('aria-invalid')
})

test('AC-I4 image and network of the address are chosen already', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const [network] = await owner.get(`/api/openstack-networks/?tenant_uuid=${tenant.uuid}`)
  const images = await owner.get(`/api/openstack-images/?tenant_uuid=${tenant.uuid}`)
  await signIn(page, 'owner')
  await openWizard(page, owner, `?network=${network.uuid}&image=${images[1].uuid}`)
  await expect(page.getByRole('radio', { name: images[1].name, exact: true })).toBeChecked()
  await expect(field(page, 'ports.0.target').getByRole('combobox')).toContainText(network.name)
})

test('AC-I5 an open wizard sees at once that somebody else took the room', async ({ page, api }) => {
  const owner = await api('owner')
  const back = await limitQuotas(await api('staff'), { vcpu: (await usedOf(owner, 'vcpu')) + 2 })
  try {
    await signIn(page, 'owner')
    await openWizard(page, owner)
    await chooseFlavor(page, 'medium')
    await expect(page.getByTestId('pf-vcpu')).toHaveAttribute('data-fit', /fits|tight/)
    await expect(page.getByTestId('live-state')).toContainText('Live')
    const order = await orderInstance(await api('manager'), { name: 'ac-i5', flavor: 'medium' })
    made.push(order.resource_uuid)
    await expect(page.getByTestId('pf-vcpu')).toHaveAttribute('data-fit', 'exceeds', { timeout: 2000 })
    await expect(page.getByTestId('pf-vcpu')).toContainText('Needs 2 vCPU, 0 free')
    await expect(page.getByTestId('submit')).toHaveAttribute('aria-disabled', 'true')
    await owner.until(`/api/openstack-instances/${order.resource_uuid}/`, ({ state }) => state === 'OK')
  } finally {
    for (const uuid of made.splice(0)) await removeInstance(owner, uuid)
    await back()
  }
})

test('AC-I8 a stop shows at once, and is taken back when it is refused', async ({ page, api, tolerate }) => {
  tolerate(/status of 409/)
  const instance = await fresh(await api('owner'), { name: 'ac-i8' })
  await signIn(page, 'owner')
  await page.goto(`/t/${instance.tenant_uuid}/instances/${instance.uuid}/overview`)
  await expect(badge(page)).toHaveText('Running')
  const refuse = '**/api/openstack-instances/*/stop/'
  await page.route(refuse, async (route) => {
    // Long enough for the badge to be seen.
    await new Promise((resolve) => setTimeout(resolve, 700))
    await route.fulfill({ status: 409, json: { detail: 'Another action is running on the object.' } })
  })
  const stop = async () => {
    await page.getByTestId('action-stop').click()
    await page.getByTestId('confirm-submit').click()
    await expect(badge(page)).toHaveText('Stopping', { timeout: 500 })
  }
  await stop()
  await expect(page.getByTestId('toast-error')).toContainText('Another action is running')
  await expect(badge(page)).toHaveText('Running')
  await page.unroute(refuse)
  await stop()
  await expect(badge(page)).toHaveText('Stopped')
  await expect(page.getByTestId('action-start')).toBeVisible()
  const [server] = (await cloudControl.get('rows/servers')).rows.filter(
    ({ id }: { id: string }) => id === instance.backend_id,
  )
  expect(server.vm_state).toBe('stopped')
})

test('AC-I9 what is done in one window shows in the other within two seconds', async ({ page, pageOf, api }) => {
  const instance = await fresh(await api('owner'), { name: 'ac-i9' })
  const path = `/t/${instance.tenant_uuid}/instances/${instance.uuid}/overview`
  await signIn(page, 'owner')
  await page.goto(path)
  const other = await pageOf('manager')
  await other.goto(path)
  for (const one of [page, other]) await expect(badge(one)).toHaveText('Running')
  await expect(other.getByTestId('live-state')).toContainText('Live')
  await page.getByTestId('action-stop').click()
  await page.getByTestId('confirm-submit').click()
  await expect(badge(page)).toHaveText('Stopped')
  await expect(badge(other)).toHaveText('Stopped', { timeout: 2000 })
  await expect(other.getByTestId('action-start')).toBeVisible({ timeout: 2000 })
  await expect(other.getByTestId('action-stop')).toHaveCount(0)
})

test('AC-I10 deleting keeps disks and addresses unless told otherwise', async ({ page, api }) => {
  const owner = await api('owner')
  const instance = await fresh(owner, { name: 'ac-i10', dataMib: 1024, floating: true })
  expect(instance.volumes).toHaveLength(2)
  expect(instance.floating_ips).toHaveLength(1)
  await signIn(page, 'owner')
  await page.goto(`/t/${instance.tenant_uuid}/instances/${instance.uuid}/overview`)
  await page.getByTestId('action-more').click()
  await page.getByTestId('action-destroy').click()
  const dialog = page.getByTestId('confirm')
  for (const box of await dialog.getByRole('checkbox').all()) await expect(box).not.toBeChecked()
  await expect(dialog.getByRole('checkbox')).toHaveCount(4)
  const submit = page.getByTestId('confirm-submit')
  await expect(submit).toHaveAttribute('aria-disabled', 'true')
  const typed = field(page, 'confirm-name').getByRole('textbox')
  await typed.fill('ac-i1')
  await expect(submit).toHaveAttribute('aria-disabled', 'true')
  await typed.fill('ac-i10')
  await expect(submit).not.toHaveAttribute('aria-disabled')
  await submit.click()
  await expect(dialog).toBeHidden()
  await expect
    .poll(async () => (await owner.call('GET', `/api/openstack-instances/${instance.uuid}/`)).status, {
      timeout: 30_000,
    })
    .toBe(404)
  for (const { uuid } of instance.volumes) {
    const volume = await owner.until(`/api/openstack-volumes/${uuid}/`, ({ state }) => state === 'OK')
    expect(volume.runtime_state).toBe('available')
    await owner.delete(`/api/openstack-volumes/${uuid}/`)
  }
  const address = await owner.get(`/api/openstack-floating-ips/${instance.floating_ips[0].uuid}/`)
  expect(address.port).toBeNull()
  await owner.delete(`/api/openstack-floating-ips/${address.uuid}/`)
})

test('a reader is offered no change of an instance', async ({ page, api }) => {
  const instance = await fresh(await api('owner'), { name: 'only-read' })
  await signIn(page, 'reader')
  await page.goto(`/t/${instance.tenant_uuid}/instances/${instance.uuid}/overview`)
  await expect(badge(page)).toHaveText('Running')
  for (const action of ['start', 'stop', 'restart', 'console', 'more'])
    await expect(header(page).getByTestId(`action-${action}`)).toHaveCount(0)
  await page.goto(`/t/${instance.tenant_uuid}/instances/new`)
  await expect(page.getByText('You cannot see this with your role')).toBeVisible()
})
