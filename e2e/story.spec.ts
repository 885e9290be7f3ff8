/** The main story: from the sign-in page to a console that takes what one types, by pressing what is offered. */
import { canvas, expectConnected, expectPicture, machine } from './support/console.ts'
import { removeInstance } from './support/playground.ts'
import { expect, shot, signIn, test } from './support/test.ts'

test('main story: newcomer signs in, orders a tenant, launches an instance, watches each step, opens its console and types', async ({
  page,
  api,
}) => {
  test.setTimeout(120_000)
  const owner = await api('owner')
  const [project] = await owner.get('/api/projects/?name_exact=Production')
  const name = `story-${Date.now()}`

  await signIn(page, 'owner')
  await page.getByTestId(`project-${project.uuid}`).getByRole('link').first().click()
  await page.getByTestId('starter').getByTestId('order-tenant').click()
  await page.getByRole('link', { name: 'Order', exact: true }).first().click()

  await page.getByTestId('field-name').getByRole('textbox').fill(name)
  await page.getByTestId('group-ssh').click()
  await expect(page.getByTestId('order-price')).toContainText('per month')
  await expect(page.getByTestId('approval-path')).toContainText('at once')
  await page.getByTestId('submit').click()

  await page.waitForURL(/\/orders\/[0-9a-f]{32}$/)
  await expect(page.getByTestId('order-progress').locator('[data-testid^="step-"]').first()).toBeVisible()
  await expect(page.getByTestId('order-stages')).toHaveAttribute('data-state', 'done', { timeout: 60_000 })
  await shot(page, 'story-order')
  await page.getByTestId('open-object').click()
  await page.waitForURL(/\/t\/[0-9a-f]{32}$/)
  const tenantUuid = page.url().split('/').at(-1)!
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

  try {
    await page.getByTestId('quick-create').getByTestId('create-instances').click()
    await page.getByRole('radio', { name: 'Built-in Linux', exact: true }).click()
    await page.getByTestId('flavor-tiny').getByRole('radio').click()
    await page.getByTestId('field-other_way').getByRole('checkbox').click()
    await page.getByTestId('field-name').getByRole('textbox').fill('first-machine')
    await page.getByTestId('submit').click()

    await page.waitForURL(/\/instances\/[0-9a-f]{32}\/overview$/)
    await expect(page.getByTestId('step-create_volumes')).toBeVisible()
    await expect(page.locator('header [data-state="active"]').first()).toBeVisible({ timeout: 60_000 })
    await shot(page, 'story-instance')

    const uuid = page.url().split('/').at(-2)!
    const { backend_id: backendId } = await owner.get(`/api/openstack-instances/${uuid}/`)
    await page.getByRole('link', { name: 'Console', exact: true }).first().click()
    await expectPicture(page)
    await expectConnected(page)
    await canvas(page).click()
    await page.keyboard.type('hello foyer')
    await page.keyboard.press('Enter')
    await expect.poll(() => machine(backendId).typed()).toContain('hello foyer')
    await shot(page, 'story-console')
  } finally {
    // A console that is still open would notice that its machine goes.
    await page.goto('about:blank')
    const instances = await owner.get(`/api/openstack-instances/?tenant_uuid=${tenantUuid}`)
    for (const { uuid } of instances) await removeInstance(owner, uuid)
    await owner.call('DELETE', `/api/openstack-tenants/${tenantUuid}/`)
    await expect
      .poll(async () => (await owner.call('GET', `/api/openstack-tenants/${tenantUuid}/`)).status, { timeout: 30_000 })
      .toBe(404)
  }
})
