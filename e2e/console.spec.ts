import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import { eq } from 'drizzle-orm'
import { WebSocket } from 'ws'
import { layouts, strokesOf } from '../components/console/keymaps.ts'
import { closeDatabase, db, openDatabase } from '../db/client.ts'
import { consoleTickets } from '../server/console/table.ts'
import { openApi } from './support/api.ts'
import { canvas, drawnPixels, expectConnected, expectPicture, machine, status } from './support/console.ts'
import { discard, type Instance, launch } from './support/instances.ts'
import { cloudControl, expect, shot, signIn, test } from './support/test.ts'

// The criterion is 3 s; how long it takes is measured in the benches, a busy machine must not fail the test.
const FIRST_FRAME_MS = 20_000
const SIGN_OUT_MS = 2000
const CUT_MS = 20_000
/** After a cut the page tries again by itself, the last times 8 and 13 s apart. */
const RETURN_MS = 20_000

let vm: Instance

test.beforeAll(async ({ baseURL }) => {
  test.setTimeout(120_000)
  const api = await openApi(baseURL!, 'manager')
  vm = await launch(api, 'console-test')
  await api.close()
})

test.afterAll(async ({ baseURL }) => {
  const api = await openApi(baseURL!, 'manager')
  await discard(api, vm.uuid)
  await api.close()
})

/** The header has a button of the same name. */
const consoleTab = (page: Page) =>
  page.getByRole('navigation', { name: vm.name }).getByRole('link', { name: 'Console' })

const openConsole = async (page: Page) => {
  await page.goto(`${vm.href}/console`)
  await expectConnected(page)
  await expectPicture(page)
}

/** A ticket as the page gets it: with the sign-in cookie. */
const ticketOf = (page: Page): Promise<string> =>
  page.evaluate(async (instance) => {
    const answer = await fetch('/api/foyer-console-tickets/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ instance, kind: 'novnc' }),
    })
    return ((await answer.json()) as { ticket: string }).ticket
  }, vm.uuid)

/** Opens a ticket's websocket with the page's cookies. Gives 101, or the status and reason of the refusal. */
const redeem = async (page: Page, ticket: string): Promise<{ status: number; reason?: string; close: () => void }> => {
  const cookies = await page.context().cookies()
  const url = new URL(`/api/console/${ticket}`, page.url())
  url.protocol = 'ws:'
  const ws = new WebSocket(url, ['binary'], {
    headers: { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
  })
  return new Promise((resolve, reject) => {
    ws.once('open', () => resolve({ status: 101, close: () => ws.terminate() }))
    ws.once('unexpected-response', async (_, response) => {
      const body = (await response.toArray()).join('')
      resolve({ status: response.statusCode!, reason: JSON.parse(body).reason, close: () => {} })
    })
    ws.once('error', reject)
  })
}

test('AC-C1 the first frame comes, and page, address and traffic hold no token of the cloud', async ({ page }) => {
  await signIn(page, 'manager', `${vm.href}/overview`)
  const tab = consoleTab(page)
  await expect(tab).toBeVisible()
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  page.on('websocket', (socket) => addresses.push(socket.url()))
  const answers: Promise<string>[] = []
  page.on('response', (response) => {
    if (response.url().includes('/api/foyer-console-tickets/')) answers.push(response.text())
  })
  await tab.click()
  await expectPicture(page, FIRST_FRAME_MS)
  await expectConnected(page)
  await shot(page, 'console')
  const { host } = new URL(page.url())
  expect(addresses.filter((address) => new URL(address).host !== host)).toEqual([])
  expect(addresses.filter((address) => /\/api\/console\/[\w-]{43}$/.test(address))).toHaveLength(1)
  const stored = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  )
  const cloud = new URL(process.env.FOYER_CLOUD_URL!).host
  for (const text of [...addresses, ...(await Promise.all(answers)), await page.content(), page.url(), stored]) {
    expect(text).not.toContain(cloud)
    expect(text).not.toMatch(/[?&;]token=|websockify/)
  }
})

test('AC-C2 Ctrl+Alt+Del arrives as three presses and three releases, in order', async ({ page }) => {
  await signIn(page, 'manager', '/account/profile')
  await openConsole(page)
  const before = (await machine(vm.backendId).keyEvents()).length
  await page.getByTestId('console-ctrl-alt-del').click()
  const [control, alt, del] = [0xffe3, 0xffe9, 0xffff]
  await expect
    .poll(async () => (await machine(vm.backendId).keyEvents()).slice(before).map(({ keysym, down }) => [keysym, down]))
    .toEqual([
      [control, true],
      [alt, true],
      [del, true],
      [del, false],
      [alt, false],
      [control, false],
    ])
  await expect.poll(() => machine(vm.backendId).screenText()).toContain('Ctrl-Alt-Del')
})

/** Everything that the layout can type of Latin-1 and the euro sign, again and again. */
const textOf = (layout: (typeof layouts)[number], length: number) => {
  const all = [...Array.from({ length: 0xff - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)), '€']
  const known = all.filter((char) => char !== '\x7f' && strokesOf(layout, char)).join('')
  return known.repeat(Math.ceil(length / known.length)).slice(0, length)
}

for (const layout of layouts)
  test(`AC-C3 500 pasted characters with symbols arrive as they are, ${layout.toUpperCase()} layout`, async ({
    page,
  }) => {
    await signIn(page, 'manager', '/account/profile')
    await openConsole(page)
    const text = textOf(layout, 500)
    const before = (await machine(vm.backendId).typed()).length
    await page.getByTestId('console-paste').click()
    const dialog = page.getByTestId('paste-dialog')
    await dialog.getByTestId('field-paste-text').locator('textarea').fill(text)
    await dialog.getByTestId('field-paste-layout').locator('select').selectOption(layout)
    await expect(dialog.getByTestId('paste-untypable')).toBeHidden()
    await dialog.getByTestId('paste-send').click()
    await expect(dialog.getByTestId('paste-progress')).toContainText('500', { timeout: 40_000 })
    await expect.poll(async () => (await machine(vm.backendId).typed()).slice(before), { timeout: 40_000 }).toBe(text)
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.getByTestId('console-keys').focus()
  })

test('AC-C4 after a cut of 20 s the overlay has counted down and the picture is back without a click', async ({
  page,
  tolerate,
}) => {
  test.setTimeout(120_000)
  tolerate(/WebSocket connection to .* failed/)
  await signIn(page, 'manager', '/account/profile')
  await openConsole(page)
  await cloudControl.post('settings', { refuseConsoles: true })
  try {
    expect(await machine(vm.backendId).dropConsoles()).toBe(1)
    const lost = page.getByTestId('console-lost')
    await expect(lost).toContainText(/trying again in \d+ s/)
    await expect(status(page)).toHaveAttribute('data-phase', 'waiting')
    await expect(lost).toContainText('in 3 s', { timeout: CUT_MS })
    await expect(lost).toContainText('in 1 s')
    await shot(page, 'console-lost')
    await page.waitForTimeout(CUT_MS - 8000)
    expect(await drawnPixels(page)).toBe(0)
  } finally {
    await cloudControl.post('settings', { refuseConsoles: false })
  }
  await expectConnected(page, RETURN_MS)
  await expectPicture(page)
  const before = await drawnPixels(page)
  await machine(vm.backendId).writes('The line is back.\n')
  await expect.poll(() => drawnPixels(page)).not.toBe(before)
})

test('AC-C5 a ticket that was used or is 61 s old is refused', async ({ page }) => {
  await signIn(page, 'manager', '/account/profile')
  const ticket = await ticketOf(page)
  const first = await redeem(page, ticket)
  expect(first.status).toBe(101)
  expect(await redeem(page, ticket)).toMatchObject({ status: 410, reason: 'ticket_used' })
  first.close()

  const old = await ticketOf(page)
  await age(old, 61_000)
  expect(await redeem(page, old)).toMatchObject({ status: 410, reason: 'ticket_expired' })

  const foreign = await ticketOf(page)
  await page.context().clearCookies()
  expect(await redeem(page, foreign)).toMatchObject({ status: 401, reason: 'signed_out' })
})

/** Makes a ticket older, in the database of the portal that is tested. */
const age = async (ticket: string, byMs: number) => {
  await openDatabase({ url: process.env.DATABASE_URL, dataDir: process.env.FOYER_DATA_DIR! })
  try {
    const which = eq(consoleTickets.ticketHash, createHash('sha256').update(ticket).digest('hex'))
    const [{ createdAt, expiresAt }] = await db.select().from(consoleTickets).where(which)
    await db
      .update(consoleTickets)
      .set({ createdAt: new Date(createdAt.getTime() - byMs), expiresAt: new Date(expiresAt.getTime() - byMs) })
      .where(which)
  } finally {
    await closeDatabase()
  }
}

test('AC-C6 signing out in another tab ends the console in 2 s', async ({ page, context, tolerate }) => {
  tolerate(/status of 401/)
  await signIn(page, 'manager', '/account/profile')
  const other = await context.newPage()
  await other.goto('/account/profile')
  await expect(other.getByTestId('user-menu')).toBeVisible()
  await openConsole(page)
  await other.getByTestId('user-menu').click()
  await other.getByRole('menuitem', { name: 'Sign out' }).click()
  await other.waitForURL('**/sign-in?*')
  await expect.poll(() => machine(vm.backendId).viewers(), { timeout: SIGN_OUT_MS }).toBe(0)
  await expect(canvas(page)).toBeHidden({ timeout: SIGN_OUT_MS })
})

test('AC-C7 full screen on and off keeps the connection; the popup outlives its parent', async ({ page, context }) => {
  await signIn(page, 'manager', '/account/profile')
  let sockets = 0
  page.on('websocket', (socket) => {
    if (socket.url().includes('/api/console/')) sockets++
  })
  await openConsole(page)
  const toggle = page.getByTestId('console-fullscreen')
  await toggle.click()
  await expect(toggle).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true)
  await shot(page, 'console-full-screen')
  await toggle.click()
  await expect.poll(() => page.evaluate(() => document.fullscreenElement === null)).toBe(true)
  await expectConnected(page)
  await expectPicture(page)
  expect(sockets).toBe(1)

  const opening = context.waitForEvent('page')
  await page.getByTestId('console-popup').click()
  const popup = await opening
  await expectConnected(popup)
  await expectPicture(popup)
  expect(new URL(popup.url()).origin).toBe(new URL(page.url()).origin)
  expect(new URL(popup.url()).pathname).toBe(`/console/${vm.uuid}`)
  await expect(page.getByTestId('console-disconnected')).toBeVisible()
  await page.close()
  const before = (await machine(vm.backendId).typed()).length
  await canvas(popup).click()
  await popup.keyboard.type('echo still here\n')
  await expect.poll(async () => (await machine(vm.backendId).typed()).slice(before)).toBe('echo still here\n')
  await expectConnected(popup)
  await shot(popup, 'console-popup')
})

test('AC-C8 who opens the console elsewhere takes it over, and the one before is told and can take it back', async ({
  page,
  pageOf,
}) => {
  await signIn(page, 'manager', '/account/profile')
  await openConsole(page)
  const other = await pageOf('owner')
  await openConsole(other)
  await expect(page.getByTestId('console-taken-over')).toContainText('owner')
  await expect(status(page)).toHaveAttribute('data-phase', 'taken_over')
  await shot(page, 'console-taken-over')
  await page.getByRole('button', { name: 'Take back' }).click()
  await expectPicture(page)
  await expect(other.getByTestId('console-taken-over')).toContainText('manager')
})

test('AC-C9 a log with a script shows the characters and runs nothing', async ({ page }) => {
  const script = '<script>document.title = "taken"</script><img src=x onerror="document.title = 1">'
  await machine(vm.backendId).writes(`${script}\n`)
  await signIn(page, 'manager', `${vm.href}/log`)
  await expect(page.getByTestId('console-log')).toContainText(script)
  await expect(page.getByTestId('console-log').locator('script, img')).toHaveCount(0)
  expect(await page.title()).not.toMatch(/^(taken|1)$/)
  await shot(page, 'console-log')
})

test('AC-C10 with the keyboard alone one types into the guest, leaves the canvas and pastes', async ({ page }) => {
  await signIn(page, 'manager', '/account/profile')
  await openConsole(page)
  const tabTo = async (key: string, testId: string) => {
    const isThere = () => page.getByTestId(testId).evaluate((element) => element === document.activeElement)
    for (let i = 0; i < 60 && !(await isThere()); i++) await page.keyboard.press(key)
    await expect(page.getByTestId(testId)).toBeFocused()
  }
  await page.getByTestId('console-ctrl-alt-del').focus()
  await tabTo('Tab', 'console-canvas')
  const before = (await machine(vm.backendId).typed()).length
  await page.keyboard.press('Enter')
  await page.keyboard.type('ls')
  await expect.poll(async () => (await machine(vm.backendId).typed()).slice(before)).toBe('ls')
  await expect(page.getByTestId('console-screen')).toHaveAttribute('data-captured', 'true')
  await page.keyboard.press('Control+Alt+Shift')
  await expect(page.getByTestId('console-screen')).toHaveAttribute('data-captured', 'false')
  await tabTo('Shift+Tab', 'console-paste')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('paste-dialog')).toBeVisible()
  await shot(page, 'console-paste')
})

test('AC-C11 a reader finds the tab disabled with its reason, and neither page nor API opens a screen', async ({
  page,
  api,
  tolerate,
}) => {
  tolerate(/status of 403/)
  await signIn(page, 'reader', `${vm.href}/overview`)
  const tab = consoleTab(page)
  await expect(tab).toHaveAttribute('aria-disabled', 'true')
  await expect(tab).toHaveAttribute('aria-description', /\w+/)
  await page.goto(`${vm.href}/console`)
  await expect(canvas(page)).toHaveCount(0)
  await page.goto(`/console/${vm.uuid}`)
  await expect(canvas(page)).toHaveCount(0)
  const reader = await api('reader')
  const body = { instance: vm.uuid, kind: 'novnc' }
  expect((await reader.call('POST', '/api/foyer-console-tickets/', body)).status).toBe(403)
  expect((await reader.call('POST', `/api/openstack-instances/${vm.uuid}/console/`)).status).toBe(403)
})
