import path from 'node:path'
import type { Page } from '@playwright/test'

const FOLDER = 'test-results/shots'
const SIZES = [
  { width: 1440, height: 900 },
  { width: 375, height: 812 },
]

/** Takes the page in light and dark, wide and narrow, to be looked at: test-results/shots/<name>-<scheme>-<width>.png. */
export const shot = async (page: Page, name: string): Promise<void> => {
  const before = page.viewportSize()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const size of SIZES) {
      await page.setViewportSize(size)
      await page.evaluate(() => document.fonts.ready)
      const file = path.join(FOLDER, `${name}-${colorScheme}-${size.width}.png`)
      await page.screenshot({ path: file, animations: 'disabled', caret: 'initial' })
    }
  }
  await page.emulateMedia({ colorScheme: null })
  if (before) await page.setViewportSize(before)
}
