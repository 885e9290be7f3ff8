/** Volumes: screens 9.1. */
import { discard, launch } from './support/instances.ts'
import { playgroundOf } from './support/playground.ts'
import { expect, shot, signIn, test } from './support/test.ts'

test('a volume is ordered with its quota in sight, and its page says when it is ready', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  await signIn(page, 'owner', `/t/${tenant.uuid}/volumes/new`)
  await page.getByTestId('field-name').getByRole('textbox').fill('data-1')
  await page.getByTestId('field-size').getByRole('spinbutton').fill('2000')
  await expect(page.getByTestId('pf-storage')).toHaveAttribute('data-fit', 'exceeds')
  await expect(page.getByTestId('submit')).toHaveAttribute('aria-disabled', 'true')
  await page.getByTestId('field-size').getByRole('spinbutton').fill('3')
  await expect(page.getByTestId('pf-volumes')).toHaveAttribute('data-fit', 'fits')
  await shot(page, 'volume-new')
  await page.getByTestId('submit').click()
  await page.waitForURL('**/volumes/*/overview')
  await expect(page.getByRole('heading', { name: 'data-1' })).toBeVisible()
  await expect(page.getByRole('banner').or(page.locator('header')).getByText('Available').first()).toBeVisible({
    timeout: 30_000,
  })
  await shot(page, 'volume')

  // AC-V1: the same size, and a smaller one, are no extension.
  await page.getByTestId('action-extend').click()
  const dialog = page.getByTestId('action-dialog')
  for (const size of ['3', '1']) {
    await dialog.getByTestId('field-disk_size').getByRole('spinbutton').fill(size)
    await dialog.getByTestId('submit').click()
    await expect(dialog.getByTestId('field-disk_size')).toContainText('at least 4 GiB')
  }
  await dialog.getByTestId('field-disk_size').getByRole('spinbutton').fill('5')
  await expect(dialog.getByTestId('pf-storage')).toBeVisible()
  await dialog.getByTestId('submit').click()
  await expect(page.getByText('5 GiB', { exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(page.locator('header').getByText('Available').first()).toBeVisible({ timeout: 30_000 })

  await page.getByTestId('action-more').click()
  await page.getByTestId('action-destroy').click()
  const confirm = page.getByTestId('confirm')
  await expect(confirm.getByTestId('confirm-submit')).toHaveAttribute('aria-disabled', 'true')
  await confirm.getByTestId('field-confirm-name').getByRole('textbox').fill('data-1')
  await confirm.getByTestId('confirm-submit').click()
  await page.goto(`/t/${tenant.uuid}/volumes`)
  await expect(page.getByTestId('table-volumes').getByText('data-1')).toBeHidden({ timeout: 30_000 })
})

test('AC-V1 extending to the same or a smaller size is refused by the API too', async ({ api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const made = await owner.post('/api/openstack-volumes/', {
    name: 'small',
    size: 2048,
    tenant: `/api/openstack-tenants/${tenant.uuid}/`,
  })
  const path = `/api/openstack-volumes/${made.uuid}/`
  await owner.until(path, ({ state }) => state === 'OK')
  for (const disk_size of [2048, 1024]) {
    const { status, body } = await owner.call('POST', `${path}extend/`, { disk_size })
    expect([status, body]).toEqual([400, { disk_size: ['Disk size should be at least 3072 MiB.'] }])
  }
  await owner.delete(path)
})

test('AC-V4 attaching shows Attaching, then the device by itself', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const instance = await launch(owner, 'with-disk')
  await signIn(page, 'owner', `/t/${tenant.uuid}/volumes/new?attach=${instance.uuid}`)
  await expect(page.getByText('It is meant for with-disk')).toBeVisible()
  await page.getByTestId('field-name').getByRole('textbox').fill('data-2')
  await page.getByTestId('field-size').getByRole('spinbutton').fill('1')
  await page.getByTestId('submit').click()
  await page.waitForURL('**/overview?attach=*')
  const uuid = new URL(page.url()).pathname.split('/').at(-2) ?? ''
  const attach = page.getByTestId('attach-wish')
  await expect(attach).not.toHaveAttribute('aria-disabled', 'true', { timeout: 30_000 })
  await page.goto(`/t/${tenant.uuid}/volumes`)
  const row = page.getByTestId(`row-${uuid}`)
  await row.getByTestId('action-attach').click()
  await page.getByTestId('action-dialog').getByTestId('field-instance').getByRole('combobox').click()
  await page.getByRole('option', { name: 'with-disk' }).click()
  await page.getByTestId('action-dialog').getByTestId('submit').click()
  await expect(row).toContainText('Attaching')
  await expect(row).toContainText('/dev/vd', { timeout: 30_000 })
  await expect(row).toContainText('In use')
  await shot(page, 'volumes')
  await row.getByTestId('action-detach').click()
  await expect(page.getByTestId('confirm')).toContainText('with-disk is running.')
  await page.getByTestId('confirm-submit').click()
  await expect(row).toContainText('Available', { timeout: 30_000 })
  await owner.delete(`/api/openstack-volumes/${uuid}/`)
  await discard(owner, instance.uuid)
})
