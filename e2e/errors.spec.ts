/** AC-E1: what the cloud refuses is said in plain words, with the cloud's own words beside them and a way out. */
import type { Page } from '@playwright/test'
import { orderInstance, removeInstance } from './support/playground.ts'
import { type Api, cloudControl, expect, signIn, test } from './support/test.ts'

const made: string[] = []

test.beforeAll(() => cloudControl.post('clock', { pace: 0.2 }))
test.afterAll(() => cloudControl.post('clock', { pace: 1 }))
test.afterEach(async ({ api }) => {
  await cloudControl.delete('faults')
  await cloudControl.post('settings', { noValidHost: 0 })
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
