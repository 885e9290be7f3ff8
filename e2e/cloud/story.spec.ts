/**
 * The main story on a real OpenStack: the portal that the environment's `OS_*` give a provider, a tenant, a machine from
 * a real image, its screen in the browser, and in the end nothing of it left in the cloud.
 */
import type { Page } from '@playwright/test'
import { listVolumes } from '../../server/openstack/cinder/volumes.ts'
import { collect } from '../../server/openstack/http.ts'
import { listProjects } from '../../server/openstack/keystone/projects.ts'
import { connect } from '../../server/openstack/login.ts'
import { listFloatingIps } from '../../server/openstack/neutron/floatingips.ts'
import { listNetworks } from '../../server/openstack/neutron/networks.ts'
import { listPorts } from '../../server/openstack/neutron/ports.ts'
import { listRouters } from '../../server/openstack/neutron/routers.ts'
import { listServers } from '../../server/openstack/nova/servers.ts'
import type { Api, Json } from '../support/api.ts'
import { canvas, drawnPixels, expectConnected, expectPicture } from '../support/console.ts'
import { expect, signIn, test } from '../support/test.ts'

const { OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME, OS_USER_DOMAIN_NAME } = process.env
const IMAGE = process.env.IMAGE_NAME ?? 'tiny-linux'
const FLAVOR = process.env.FLAVOR_NAME ?? 'm1.tiny'
/** A real cloud takes its time, an emulated processor even more. */
const CLOUD_MS = 240_000
const MACHINE = 'first-machine'

const isGone = async (api: Api, path: string) => (await api.call('GET', path)).status === 404

/** Opens a page's menu if the action is not beside it, and presses the action. */
const press = async (page: Page, action: string) => {
  const button = page.getByTestId(`action-${action}`)
  if (!(await button.isVisible())) await page.getByTestId('action-more').click()
  await button.click()
}

const confirm = async (page: Page, name: string, reason?: string) => {
  const dialog = page.getByTestId('confirm')
  if (reason) await dialog.getByTestId('field-reason').getByRole('textbox').fill(reason)
  await dialog.getByTestId('field-confirm-name').getByRole('textbox').fill(name)
  await dialog.getByTestId('confirm-submit').click()
  await expect(dialog).toBeHidden()
}

/** What the cloud itself still has of a project, by kind and name. */
const leftOf = async (projectName: string, projectId: string): Promise<string[]> => {
  const { keystone, nova, cinder, neutron } = await connect({
    authUrl: OS_AUTH_URL!,
    username: OS_USERNAME!,
    password: OS_PASSWORD!,
    projectName: OS_PROJECT_NAME!,
    userDomain: OS_USER_DOMAIN_NAME,
    projectDomain: OS_USER_DOMAIN_NAME,
  })
  const everywhere = { all_tenants: '1', project_id: projectId }
  const here = { project_id: projectId }
  const found = {
    project: collect(listProjects(keystone, { name: projectName })),
    server: collect(listServers(nova, everywhere)),
    volume: collect(listVolumes(cinder, everywhere)),
    network: collect(listNetworks(neutron, here)),
    router: collect(listRouters(neutron, here)),
    port: collect(listPorts(neutron, here)),
    'floating IP': collect(listFloatingIps(neutron, here)),
  }
  const lists = await Promise.all(Object.entries(found).map(async ([kind, rows]) => ({ kind, rows: await rows })))
  return lists.flatMap(({ kind, rows }) => rows.map(({ id }) => `${kind} ${id}`))
}

test('main story on a real cloud: a tenant, a machine, its console in the browser, and nothing left behind', async ({
  page,
  api,
}) => {
  const staff = await api('staff')
  const name = `story-${Date.now()}`
  const customer = await staff.post('/api/customers/', { name: 'Example organisation' })
  const project = await staff.post('/api/projects/', { name: 'Development', customer: customer.url })

  await signIn(page, 'staff', `/p/${project.uuid}`)
  await page.getByTestId('starter').getByTestId('order-tenant').click()
  await page.getByRole('link', { name: 'Order', exact: true }).first().click()
  await page.getByTestId('field-name').getByRole('textbox').fill(name)
  await page.getByTestId('group-ssh').click()
  await page.getByTestId('submit').click()
  await page.waitForURL(/\/orders\/[0-9a-f]{32}$/)
  await expect(page.getByTestId('order-stages')).toHaveAttribute('data-state', 'done', { timeout: CLOUD_MS })
  await page.getByTestId('open-object').click()
  await page.waitForURL(/\/t\/[0-9a-f]{32}$/)
  const tenantUuid = page.url().split('/').at(-1)!
  const { backend_id: projectId } = await staff.get(`/api/openstack-tenants/${tenantUuid}/`)
  try {
    await staff.until<Json[]>(`/api/openstack-images/?tenant_uuid=${tenantUuid}`, (rows) => rows.length > 0)
    await page.getByTestId('quick-create').getByTestId('create-instances').click()
    await page.getByRole('radio', { name: IMAGE, exact: true }).click()
    await page.getByTestId(`flavor-${FLAVOR}`).getByRole('radio').click()
    await page.getByTestId('network-0').getByTestId('field-ports.0.floating').getByRole('combobox').selectOption('new')
    await page.getByTestId('field-other_way').getByRole('checkbox').click()
    await page.getByTestId('field-name').getByRole('textbox').fill(MACHINE)
    await page.getByTestId('submit').click()

    await page.waitForURL(/\/instances\/[0-9a-f]{32}\/overview$/)
    const uuid = page.url().split('/').at(-2)!
    for (const step of ['create_volumes', 'create_ports', 'create_server', 'wait_for_server'])
      await expect(page.getByTestId(`step-${step}`)).toBeVisible()
    await expect(page.locator('header [data-state="active"]').first()).toBeVisible({ timeout: CLOUD_MS })
    const instance = await staff.get(`/api/openstack-instances/${uuid}/`)
    expect(instance.floating_ips).toHaveLength(1)
    await page.screenshot({ path: 'test-results/real-instance.png' })

    await page.getByTestId('action-console').click()
    await expectConnected(page)
    await expectPicture(page)
    // The shell stands once the log says so; before, the machine would lose what is typed.
    const log = () => staff.get<string>(`/api/openstack-instances/${uuid}/console_log/`)
    await expect.poll(log, { timeout: CLOUD_MS, intervals: [2000] }).toMatch(/[#$] *$|shell|login/i)
    const before = await drawnPixels(page)
    await canvas(page).click()
    await page.keyboard.type('uname -a\n', { delay: 30 })
    await expect.poll(() => drawnPixels(page)).not.toBe(before)
    // With symbols, through the paste dialog; the second line of the machine brings the answer into its log.
    await page.getByTestId('console-paste').click()
    const dialog = page.getByTestId('paste-dialog')
    await dialog.getByTestId('field-paste-layout').locator('select').selectOption('us')
    await dialog.getByTestId('field-paste-text').locator('textarea').fill('echo "typed-$((40+2))" | tee /dev/ttyS0\n')
    await dialog.getByTestId('paste-send').click()
    await expect.poll(log, { intervals: [1000] }).toContain('typed-42')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.screenshot({ path: 'test-results/real-console.png' })
    await canvas(page).screenshot({ path: 'test-results/real-screen.png' })

    // A console that is open would look for its machine again while that goes.
    await page.goto(`/t/${tenantUuid}/instances/${uuid}/overview`)
    await press(page, 'destroy')
    await page.getByTestId(`delete-volume-${instance.volumes[0].uuid}`).click()
    await page.getByTestId(`release-${instance.floating_ips[0].uuid}`).click()
    await confirm(page, MACHINE)
    await expect
      .poll(() => isGone(staff, `/api/openstack-instances/${uuid}/`), { timeout: CLOUD_MS, intervals: [1000] })
      .toBe(true)
    for (const collection of ['openstack-volumes', 'openstack-floating-ips', 'openstack-ports'])
      expect(
        (await staff.get<Json[]>(`/api/${collection}/?tenant_uuid=${tenantUuid}`)).filter(
          ({ device_owner }) => !device_owner?.startsWith('network:'),
        ),
        collection,
      ).toEqual([])

    await page.goto(`/t/${tenantUuid}`)
    await press(page, 'terminate')
    await confirm(page, name, 'The story has ended.')
    await expect
      .poll(() => isGone(staff, `/api/openstack-tenants/${tenantUuid}/`), { timeout: CLOUD_MS, intervals: [1000] })
      .toBe(true)
    expect(await leftOf(name, projectId)).toEqual([])
  } finally {
    await sweep(staff, tenantUuid)
  }
})

/** After a failure in the middle: takes back over the API what the test could not. */
const sweep = async (staff: Api, tenantUuid: string) => {
  const path = `/api/openstack-tenants/${tenantUuid}/`
  if (await isGone(staff, path)) return
  for (const { uuid } of await staff.get<Json[]>(`/api/openstack-instances/?tenant_uuid=${tenantUuid}`)) {
    await staff.call('DELETE', `/api/openstack-instances/${uuid}/?delete_volumes=true&release_floating_ips=true`)
    await expect
      .poll(() => isGone(staff, `/api/openstack-instances/${uuid}/`), { timeout: CLOUD_MS, intervals: [1000] })
      .toBe(true)
  }
  await staff.call('DELETE', path)
  await expect.poll(() => isGone(staff, path), { timeout: CLOUD_MS, intervals: [1000] }).toBe(true)
}
