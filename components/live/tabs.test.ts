import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Source, StreamEvent } from './connection.ts'
import { type Shared, share } from './tabs.ts'

type Fake = Source & { url: string; isClosed: boolean; say: (name: string, data?: unknown) => void }
type Tab = Shared & { events: StreamEvent[] }

let opened: Fake[]
let tabs: Tab[]
beforeEach(() => {
  opened = []
  tabs = []
})
afterEach(() => {
  for (const tab of tabs) tab.close()
  vi.unstubAllGlobals()
})

const open = (url: string): Fake => {
  const listeners = new Map<string, (event: { data?: string }) => void>()
  const source: Fake = {
    url,
    isClosed: false,
    addEventListener: (name, listener) => listeners.set(name, listener),
    close: () => {
      source.isClosed = true
    },
    say: (name, data) => listeners.get(name)?.({ data: JSON.stringify(data ?? {}) }),
  }
  opened.push(source)
  return source
}
const openTab = (): Tab => {
  const events: StreamEvent[] = []
  const tab = { ...share({ open, onEvent: (event) => events.push(event) }), events }
  tabs.push(tab)
  return tab
}
const change = (number: number) => ({ number, type: 'x', uuid: 'u', operation: 'updated' })
const numbers = ({ events }: Tab) => events.flatMap((event) => (event.kind === 'change' ? [event.change.number] : []))

describe('tabs of one browser', () => {
  test('share one stream, and a new one learns how things stand', async () => {
    const first = openTab()
    await expect.poll(() => opened.length).toBe(1)
    opened[0].say('ready', { number: 5 })
    const second = openTab()
    await expect.poll(() => second.events.map(({ kind }) => kind)).toEqual(['open'])
    opened[0].say('change', change(6))
    await expect.poll(() => numbers(second)).toEqual([6])
    expect(numbers(first)).toEqual([6])
    expect(opened).toHaveLength(1)
  })

  test('when the tab that had it goes, another goes on from the last change', async () => {
    const first = openTab()
    await expect.poll(() => opened.length).toBe(1)
    opened[0].say('ready', { number: 5 })
    const second = openTab()
    await expect.poll(() => second.events.length).toBe(1)
    opened[0].say('change', change(6))
    await expect.poll(() => numbers(second)).toEqual([6])
    first.close()
    await expect.poll(() => opened.length).toBe(2)
    expect(opened[0].isClosed).toBe(true)
    expect(opened[1].url).toBe('/api/foyer-changes/?last_event_id=6')
  })

  test('without locks each tab that is seen has its own, hidden ones none', () => {
    const page = Object.assign(new EventTarget(), { hidden: false })
    vi.stubGlobal('document', page)
    vi.stubGlobal('navigator', {})
    openTab()
    openTab()
    expect(opened).toHaveLength(2)
    opened[0].say('ready', { number: 9 })
    const see = (hidden: boolean) => {
      page.hidden = hidden
      page.dispatchEvent(new Event('visibilitychange'))
    }
    see(true)
    expect(opened.every(({ isClosed }) => isClosed)).toBe(true)
    see(false)
    expect(opened[2].url).toContain('last_event_id=9')
  })
})
