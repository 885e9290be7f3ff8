/** The first list page in a browser with nothing in its cache: weight of its scripts, time to its rows. */
import zlib from 'node:zlib'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../scripts/chromium.ts'
import { type Bench, percentile } from './harness.ts'
import { PASSWORD } from './people.ts'
import { startPortal } from './portal.ts'
import { type Seeded, seededFolder } from './seeded.ts'

const ROWS = 10_000
const VISITS = 7

const signIn = async (page: Page, { username }: Seeded) => {
  await page.goto('/sign-in')
  await page.getByLabel(/user ?name/i).fill(username)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

const rowsShown = (page: Page) => page.locator('[data-testid^="row-"]').first().waitFor()

const run = async () => {
  const seeded = await seededFolder(ROWS)
  const portal = await startPortal('server/main.ts', { args: ['--web'], dataDir: seeded.dataDir })
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
  try {
    const first = await browser.newContext({ baseURL: portal.url, viewport: { width: 1440, height: 900 } })
    await signIn(await first.newPage(), seeded)
    const storageState = await first.storageState()
    const list = `/p/${seeded.projectUuid}/instances`

    const weights: number[] = []
    const times: number[] = []
    let calls = 0
    for (let visit = 0; visit < VISITS; visit++) {
      const context = await browser.newContext({
        baseURL: portal.url,
        viewport: { width: 1440, height: 900 },
        storageState,
      })
      const page = await context.newPage()
      const scripts: Promise<Buffer>[] = []
      let asked = 0
      page.on('response', (response) => {
        if (response.request().resourceType() === 'script') scripts.push(response.body())
        if (/\/api\/(?!foyer-changes|auth)/.test(response.url())) asked++
      })
      const began = performance.now()
      await page.goto(list)
      await rowsShown(page)
      if (visit > 0) times.push(performance.now() - began)
      // What the page loads when it has come to rest belongs to it, too.
      await page.waitForTimeout(1500)
      const sizes = (await Promise.all(scripts)).map((body) => zlib.gzipSync(body).length)
      weights.push(sizes.reduce((sum, size) => sum + size, 0) / 1024)
      calls = Math.max(calls, asked)
      await context.close()
    }
    const warm = await first.newPage()
    const warmTimes: number[] = []
    for (let visit = 0; visit < VISITS; visit++) {
      const began = performance.now()
      await warm.goto(list)
      await rowsShown(warm)
      if (visit > 0) warmTimes.push(performance.now() - began)
    }
    return [
      {
        name: 'scripts, gzip',
        value: Math.max(...weights),
        unit: 'KiB' as const,
        target: { at: 'most' as const, value: 250 },
      },
      { name: 'first rows of 10,000, empty cache', value: percentile(times, 0.5), unit: 'ms' as const },
      {
        name: 'first rows of 10,000, warm cache',
        value: percentile(warmTimes, 0.5),
        unit: 'ms' as const,
        target: { at: 'most' as const, value: 1500 },
      },
      { name: 'API calls of the page', value: calls, unit: '' as const },
    ]
  } finally {
    await browser.close()
    await portal.stop()
    seeded.remove()
  }
}

export default { title: 'the first list page in Chromium', run } satisfies Bench
