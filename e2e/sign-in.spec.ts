import { type Page, request } from '@playwright/test'
import { expect, shot, signIn, test } from './support/test.ts'
import { passwordOf } from './support/users.ts'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINp/LQ2wl3X6dSxcXjTx9Za46uryNDgxYD/uSNJgmUQG somebody@laptop'
/** Screens 3.1: all tabs within 2 s. */
const TABS_MS = 2000

const isSignIn = (url: URL) => url.pathname === '/sign-in'
const onProfile = (page: Page) => expect(page.getByTestId('profile-person')).toBeVisible()

test('AC-S1 after sign-in one lands on the deep link first asked for', async ({ page }) => {
  await page.goto('/account/ssh-keys?q=laptop')
  await page.waitForURL(isSignIn)
  await shot(page, 'sign-in')
  await page.getByLabel(/user name/).fill('reader')
  await page.getByLabel('Password', { exact: true }).fill(passwordOf('reader'))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/account/ssh-keys?q=laptop')
})

test('AC-S2 a wrong password, then the right one, without a reload', async ({ page }) => {
  await page.goto('/sign-in?callbackUrl=/account/profile')
  let loads = 0
  page.on('domcontentloaded', () => loads++)
  await page.getByLabel(/user name/).fill('reader')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('sign-in-error')).toHaveText('Wrong name or password.')
  expect(loads).toBe(0)
  await page.getByLabel('Password', { exact: true }).fill(passwordOf('reader'))
  await page.keyboard.press('Enter')
  await onProfile(page)
})

test('AC-S3 a reload keeps one signed in', async ({ page }) => {
  await signIn(page, 'reader', '/account/profile')
  await onProfile(page)
  await page.reload()
  await onProfile(page)
})

test('AC-S4 signing out ends all tabs', async ({ page, context }) => {
  await signIn(page, 'reader', '/account/profile')
  const other = await context.newPage()
  await other.goto('/account/ssh-keys')
  await expect(other.getByRole('heading', { name: 'SSH keys' })).toBeVisible()
  await page.getByTestId('user-menu').click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL((url) => isSignIn(url) && url.searchParams.has('ended'))
  await other.waitForURL(isSignIn, { timeout: TABS_MS })
  expect((await context.cookies()).map((cookie) => cookie.name)).not.toContain('sessionid')
})

test('AC-U1 an account that staff disables is out of its open page', async ({
  api,
  browser,
  baseURL,
  watch,
  tolerate,
}) => {
  tolerate(/status of 401/)
  const staff = await api('staff')
  const person = await staff.post('/api/users/', { username: `leaver-${Date.now()}`, email: 'leaver@example.org' })
  const { url } = await staff.post(`/api/users/${person.uuid}/foyer_password_link/`)
  const context = await browser.newContext({ baseURL })
  watch.add(context)
  const page = await context.newPage()
  await page.goto(new URL(url).pathname + new URL(url).search)
  await page.getByLabel(/^New password/).fill('a long sentence of mine')
  await page.getByLabel(/^Repeat the password/).fill('a long sentence of mine')
  await page.getByTestId('first-password-submit').click()
  await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'))
  await page.goto('/account/profile')
  await onProfile(page)
  await staff.patch(`/api/users/${person.uuid}/`, { is_active: false })
  await page.waitForURL(isSignIn, { timeout: 5000 })
  await context.close()
})

test('AC-G11 after the sign-in has run out one signs in over the page, and what was typed is still there', async ({
  page,
  context,
  tolerate,
}) => {
  tolerate(/status of 401/)
  await signIn(page, 'member', '/account/profile')
  const position = page.getByLabel('Position')
  await position.fill('Meteorologist')
  await context.clearCookies({ name: 'sessionid' })
  const dialog = page.getByTestId('session-expired')
  await expect(dialog).toBeVisible()
  await shot(page, 'session-expired')
  await dialog.getByLabel(/user name/).fill('member')
  await dialog.getByLabel('Password', { exact: true }).fill(passwordOf('member'))
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(position).toHaveValue('Meteorologist')
  await page.getByTestId('profile-save').click()
  await expect(page.getByText('Your profile has been saved.')).toBeVisible()
})

test('AC-A1 a private key is refused in the browser and nothing is sent; a public one is kept', async ({ page }) => {
  await signIn(page, 'owner', '/account/ssh-keys')
  const sent: string[] = []
  page.on('request', (each) => {
    if (each.method() === 'POST' && each.url().includes('/api/keys')) sent.push(each.url())
  })
  await page.getByTestId('add-key').first().click()
  const field = page.getByLabel(/^Public key/)
  await field.fill('-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----')
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('form-errors')).toContainText('This is a private key')
  expect(sent).toEqual([])
  await field.fill(KEY)
  await page.getByTestId('submit').click()
  const row = page.getByRole('row').filter({ hasText: 'somebody@laptop' })
  await expect(row).toContainText('ssh-ed25519')
  await shot(page, 'ssh-keys')
  await row.getByRole('button', { name: 'Delete' }).click()
  await page.getByTestId('confirm-submit').click()
  await expect(row).toBeHidden()
})

test('AC-A2 AC-A3 a token is shown once and gets 401 as soon as it is revoked', async ({ page, baseURL }) => {
  await signIn(page, 'owner', '/account/tokens')
  await page.getByTestId('create-token').first().click()
  const name = `nightly-${Date.now()}`
  await page.getByLabel(/^Name/).fill(name)
  await page.getByTestId('submit').click()
  const dialog = page.getByTestId('token-secret')
  const token = (await dialog.locator('pre').first().textContent()) ?? ''
  expect(token).toMatch(/^[0-9a-f]{40}$/)
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('Active')
  await page.reload()
  await expect(row).toBeVisible()
  expect(await page.content()).not.toContain(token)

  const script = await request.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Token ${token}` } })
  expect((await script.get('/api/users/me/')).status()).toBe(200)
  await row.getByRole('button', { name: 'Revoke' }).click()
  await page.getByTestId('field-confirm-name').getByRole('textbox').fill(name)
  await page.getByTestId('confirm-submit').click()
  await expect(row).toBeHidden()
  expect((await script.get('/api/users/me/')).status()).toBe(401)
  await script.dispose()
})

test('AC-A4 theme and language apply at once and stay over sign-out', async ({ page }) => {
  await signIn(page, 'reader', '/account/profile')
  await onProfile(page)
  await page.getByTestId('field-theme').locator('select').selectOption('dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByTestId('field-language').locator('select').selectOption('de')
  await expect(page.getByRole('heading', { name: 'Darstellung' })).toBeVisible()
  await shot(page, 'profile-dark-de')
  await page.goto('/sign-out')
  await page.waitForURL(isSignIn)
  await expect(page.getByRole('heading', { name: 'Anmelden' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})
