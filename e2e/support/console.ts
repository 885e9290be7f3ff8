/** What a console test looks at: the picture in the browser, and what has reached the machine. */
import { expect, type Page } from '@playwright/test'
import { cloudControl } from './cloud.ts'

export const status = (page: Page) => page.getByTestId('console-status')
export const canvas = (page: Page) => page.getByTestId('console-canvas')

export const expectConnected = (page: Page, timeout?: number) =>
  expect(status(page)).toHaveAttribute('data-phase', 'connected', { timeout })

/** Pixels that differ from the picture's commonest colour: 0 while nothing is drawn. */
export const drawnPixels = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const found = document.querySelector<HTMLCanvasElement>('[data-testid=console-canvas]')
    if (!found?.width || !found.height) return 0
    const { data } = found.getContext('2d')!.getImageData(0, 0, found.width, found.height)
    const pixels = new Uint32Array(data.buffer)
    const counts = new Map<number, number>()
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
    return pixels.length - Math.max(...counts.values())
  })

/** Waits until the console shows more than an empty screen. */
export const expectPicture = (page: Page, timeout?: number) =>
  expect.poll(() => drawnPixels(page), { message: 'pixels drawn on the console', timeout }).toBeGreaterThan(200)

const call = async <T>(name: string, ...args: unknown[]): Promise<T> =>
  (await cloudControl.post<{ result: T }>(`call/${name}`, { args })).result

/** A machine of the built-in cloud, seen from its own side. */
export const machine = (serverId: string) => ({
  keyEvents: () => call<{ keysym: number; down: boolean }[]>('keyEvents', serverId),
  /** All that was typed, Enter as a line end. */
  typed: () => call<string>('typed', serverId),
  screenText: () => call<string>('screenText', serverId),
  viewers: () => call<number>('viewers', serverId),
  writes: (text: string) => call('guestWrites', serverId, text),
  dropConsoles: () => call<number>('dropConsoles', serverId),
})
