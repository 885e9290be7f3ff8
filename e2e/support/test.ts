/**
 * What each browser test starts from:
 *
 *     import { expect, signIn, test } from './support/test.ts'
 *     test('AC-S3 a reload keeps the user signed in', async ({ page }) => { await signIn(page, 'member') … })
 *
 * A test fails when one of its pages throws or writes an error to the console.
 */
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { type Api, openApi } from './api.ts'
import { passwordOf, type User } from './users.ts'

export { cloudControl } from './cloud.ts'
export { shot } from './shot.ts'
export { type Api, expect, type User }

type Watch = { add: (context: BrowserContext) => void; tolerate: (pattern: RegExp) => void }

type Fixtures = {
  watch: Watch
  /** Allows a console error that the test provokes, such as `/status of 409/`. */
  tolerate: Watch['tolerate']
  /** Signs a user in, in a browser profile of its own that is watched like `page`. */
  pageOf: (user: User) => Promise<Page>
  /** The REST API with a token of `user`. */
  api: (user: User) => Promise<Api>
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright insists on a pattern here
  watch: async ({}, use) => {
    const problems: string[] = []
    const tolerated: RegExp[] = []
    await use({
      tolerate: (pattern) => tolerated.push(pattern),
      add: (context) => {
        context.on('weberror', (event) => problems.push(String(event.error().stack ?? event.error())))
        context.on('console', (message) => {
          if (message.type() === 'error') problems.push(`${message.text()} (${message.location().url})`)
        })
      },
    })
    const left = problems.filter((problem) => !tolerated.some((pattern) => pattern.test(problem)))
    expect(left, 'errors of the pages').toEqual([])
  },
  context: async ({ context, watch }, use) => {
    watch.add(context)
    await use(context)
  },
  tolerate: async ({ watch }, use) => use(watch.tolerate),
  pageOf: async ({ browser, watch, baseURL, viewport, locale, timezoneId }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (user) => {
      const context = await browser.newContext({ baseURL, viewport, locale, timezoneId })
      contexts.push(context)
      watch.add(context)
      const page = await context.newPage()
      await signIn(page, user)
      return page
    })
    for (const context of contexts) await context.close()
  },
  api: async ({ baseURL }, use) => {
    const open = new Map<User, ReturnType<typeof openApi>>()
    await use((user) => {
      if (!open.has(user)) open.set(user, openApi(baseURL!, user))
      return open.get(user)!
    })
    for (const api of open.values())
      await api.then(
        ({ close }) => close(),
        () => {},
      )
  },
})

/** Signs in through the form, and ends on the page that was asked for first (`from`, else the portal's own choice). */
export const signIn = async (page: Page, user: User, from = '/sign-in'): Promise<void> => {
  await page.goto(from)
  await page.getByLabel(/user ?name/i).fill(user)
  await page.getByLabel('Password', { exact: true }).fill(passwordOf(user))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}
