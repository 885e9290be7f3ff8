/** What a role may not do is not there to be clicked (screens 3.4). Sign-in itself is in sign-in.spec.ts. */
import type { Page } from '@playwright/test'
import { makeInstance, playgroundOf, removeInstance } from './support/playground.ts'
import { cloudControl, expect, signIn, test } from './support/test.ts'

const CREATES = [
  'create-instance',
  'create-volume',
  'create-network',
  'create-router',
  'create-security-group',
  'allocate-floating-ip',
]
const LISTS = ['instances', 'volumes', 'networks', 'routers', 'floating-ips', 'security-groups']

test.beforeAll(() => cloudControl.post('clock', { pace: 0.2 }))
test.afterAll(() => cloudControl.post('clock', { pace: 1 }))

const buttonsOf = async (page: Page): Promise<string[]> =>
  page
    .getByRole('button', {
      name: /^(create|delete|allocate|release|stop|start|restart|rename|attach|detach|extend)\b/i,
    })
    .allInnerTexts()

test('AC-S7 a reader sees no create buttons, and no row action that changes anything', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const instance = await makeInstance(owner, { name: 'ac-s7' })
  try {
    await signIn(page, 'reader', `/t/${tenant.uuid}/instances`)
    await expect(page.getByTestId(`row-${instance.uuid}`)).toBeVisible()
    for (const list of LISTS) {
      await page.goto(`/t/${tenant.uuid}/${list}`)
      await expect(
        page
          .getByTestId('freshness')
          .or(page.getByText(/^(A|An) [a-z]+ /))
          .first(),
      ).toBeVisible()
      for (const id of CREATES) await expect(page.getByTestId(id)).toHaveCount(0)
      await expect(page.getByRole('main').getByRole('link', { name: /^(create|allocate)\b/i })).toHaveCount(0)
      expect(await buttonsOf(page)).toEqual([])
      await expect(page.getByTestId('action-more')).toHaveCount(0)
    }
    await page.goto(`/t/${tenant.uuid}/instances/${instance.uuid}/overview`)
    await expect(page.getByRole('heading', { level: 1, name: 'ac-s7' })).toBeVisible()
    for (const id of ['start', 'stop', 'restart', 'console', 'more'])
      await expect(page.getByTestId(`action-${id}`)).toHaveCount(0)
    const reader = await api('reader')
    expect((await reader.call('POST', `/api/openstack-instances/${instance.uuid}/stop/`)).status).toBe(403)
  } finally {
    await removeInstance(owner, instance.uuid)
  }
})
