import { eq, lte } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { db, transaction } from '../../db/client.ts'
import { setAuthenticator } from '../api/authenticate.ts'
import type { Actor } from '../api/define.ts'
import { ApiError } from '../errors.ts'
import { newUuid } from '../ids.ts'
import { volumes } from '../resources/volume/table.ts'
import { makeActor, makeHolder, ORIGIN } from '../testing/api.ts'
import { openTestDatabase } from '../testing/database.ts'
import { makeToy, presented, registry } from '../testing/toys.ts'
import { lastChange, noteChange } from './changes.ts'
import { createFeed, type Listener } from './feed.ts'
import { streamChanges } from './stream.ts'
import { changes } from './table.ts'

openTestDatabase()

type Event = { id: number; name: string; data: Record<string, unknown> }
type Open = {
  next: (name?: string) => Promise<Event>
  all: Event[]
  closed: Promise<void>
  stop: () => void
}

const signedIn = new Map<string, Actor | null>()
setAuthenticator(async ({ request }) => {
  const who = request.headers.get('x-who') ?? ''
  if (signedIn.get(who) === null) throw new ApiError('unauthenticated', 'Invalid token.')
  return signedIn.get(who) ?? null
})

const open: Open[] = []
afterEach(() => {
  for (const stream of open.splice(0)) stream.stop()
})

const parse = (block: string): Event | undefined => {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
  const name = field('event')
  return name ? { id: Number(field('id')), name, data: JSON.parse(field('data') ?? '{}') } : undefined
}

/** Opens a stream; `next` gives its events one after another. */
const listen = async (actor: Actor, headers: Record<string, string> = {}): Promise<Open> => {
  const who = actor.userUuid
  signedIn.set(who, actor)
  const abort = new AbortController()
  const url = `${ORIGIN}/api/foyer-changes/`
  const request = new Request(url, { headers: { 'x-who': who, authorization: who, ...headers }, signal: abort.signal })
  const response = await streamChanges(registry, request)
  const all: Event[] = []
  let at = 0
  let wake = () => {}
  const read = async () => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const bytes of response.body!) {
      text += decoder.decode(bytes, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) {
        const event = parse(block)
        if (event) all.push(event)
      }
      wake()
    }
  }
  const closed = read().catch(() => {})
  const stream: Open = {
    all,
    closed,
    stop: () => abort.abort(),
    next: async (name = 'change') => {
      for (;;) {
        while (at < all.length) if (all[at++].name === name) return all[at - 1]
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
  open.push(stream)
  return stream
}

type Ear = Listener & { heard: string[]; hasEnded: boolean }

/** A listener without a network. */
const earOf = (
  actor: Actor,
  { cursor, takes = () => true }: { cursor?: number; takes?: (text: string) => boolean } = {},
) => {
  const ear: Ear = {
    actor,
    base: ORIGIN,
    personKey: actor.userUuid,
    credentials: actor.userUuid,
    cursor,
    heard: [],
    hasEnded: false,
    write: (bytes) => {
      const text = new TextDecoder().decode(bytes)
      ear.heard.push(text)
      return takes(text)
    },
    end: () => {
      ear.hasEnded = true
    },
    check: async () => null,
  }
  return ear
}

const rename = (toy: { uuid: string }, name: string) =>
  transaction(async () => {
    const [row] = await db.update(volumes).set({ name }).where(eq(volumes.uuid, toy.uuid)).returning()
    await noteChange('toys', 'updated', row)
  })
const remove = (toy: { uuid: string; projectUuid: string; customerUuid: string; tenantUuid: string }) =>
  transaction(async () => {
    await db.delete(volumes).where(eq(volumes.uuid, toy.uuid))
    await noteChange('toys', 'deleted', toy)
  })

const manager = (projectUuid: string) => makeHolder('PROJECT.MANAGER', 'project', projectUuid)

describe('what is told', () => {
  test('a change comes with its number, its row as the detail page shows it, and in order', async () => {
    const toy = await makeToy()
    const stream = await listen(manager(toy.projectUuid))
    const ready = await stream.next('ready')
    await rename(toy, 'first')
    const first = await stream.next()
    await rename(toy, 'second')
    const second = await stream.next()
    expect(first.id).toBeGreaterThan(ready.id)
    expect(second.id).toBeGreaterThan(first.id)
    expect(second.data).toEqual({
      number: second.id,
      type: 'toys',
      uuid: toy.uuid,
      operation: 'updated',
      data: expect.objectContaining({ uuid: toy.uuid, name: 'second', url: `${ORIGIN}/api/toys/${toy.uuid}/` }),
    })
  })

  test('what is gone is told without data', async () => {
    const toy = await makeToy()
    const stream = await listen(manager(toy.projectUuid))
    await stream.next('ready')
    await remove(toy)
    expect((await stream.next()).data).toEqual(expect.not.objectContaining({ data: expect.anything() }))
  })

  test('each hears of the own project alone, staff of all', async () => {
    const [mine, other] = [await makeToy(), await makeToy()]
    const [member, staff] = [await listen(manager(mine.projectUuid)), await listen(makeActor())]
    await Promise.all([member.next('ready'), staff.next('ready')])
    await rename(other, 'not for the member')
    await remove(other)
    await rename(mine, 'for both')
    expect((await member.next()).data.uuid).toBe(mine.uuid)
    const heard = [await staff.next(), await staff.next()].map((event) => event.data.uuid)
    expect(heard).toContain(mine.uuid)
    expect(heard).toContain(other.uuid)
    expect(member.all.filter((event) => event.name === 'change')).toHaveLength(1)
  })

  test('a row that names only its tenant is for nobody outside, even when it goes', async () => {
    const mine = await makeToy()
    const stream = await listen(manager(mine.projectUuid))
    await stream.next('ready')
    await transaction(() => noteChange('toys', 'deleted', { uuid: newUuid(), tenantUuid: newUuid() }))
    await rename(mine, 'heard after it')
    expect((await stream.next()).data.uuid).toBe(mine.uuid)
  })

  test('one change is presented once, however many listen', async () => {
    const toy = await makeToy()
    const streams = await Promise.all(Array.from({ length: 20 }, () => listen(manager(toy.projectUuid))))
    await Promise.all(streams.map((stream) => stream.next('ready')))
    const before = presented.length
    await rename(toy, 'once')
    await Promise.all(streams.map((stream) => stream.next()))
    expect(presented.length - before).toBe(1)
  })

  test('several changes of one row in a burst become the last one', async () => {
    const toy = await makeToy()
    const stream = await listen(manager(toy.projectUuid))
    await stream.next('ready')
    for (let i = 0; i < 30; i++) await rename(toy, `name ${i}`)
    for (;;) {
      const { data } = await stream.next()
      if ((data.data as { name: string }).name === 'name 29') break
    }
    expect(stream.all.length).toBeLessThan(30)
  })
})

describe('coming back', () => {
  test('what was missed is told after Last-Event-ID', async () => {
    const toy = await makeToy()
    const actor = manager(toy.projectUuid)
    const before = await lastChange()
    await rename(toy, 'while away')
    const stream = await listen(actor, { 'last-event-id': String(before) })
    expect((await stream.next('resumed')).id).toBe(before)
    expect((await stream.next()).data.uuid).toBe(toy.uuid)
  })

  test('a gap is told when the changes are gone already', async () => {
    const toy = await makeToy()
    await rename(toy, 'lost')
    const before = await lastChange()
    await rename(toy, 'kept')
    await db.delete(changes).where(lte(changes.number, before))
    const ear = earOf(manager(toy.projectUuid), { cursor: before - 1 })
    const feed = createFeed(registry, { lookEveryMs: 5 })
    feed.join(ear)
    await expect.poll(() => ear.heard.length).toBe(1)
    expect(ear.heard[0]).toContain(`id: ${await lastChange()}\nevent: gap`)
    feed.leave(ear)
  })

  test('a number from another life is a gap', async () => {
    const stream = await listen(makeActor(), { 'last-event-id': String((await lastChange()) + 100) })
    await stream.next('gap')
  })
})

describe('the end', () => {
  test('who is not signed in gets 401', async () => {
    const response = await streamChanges(registry, new Request(`${ORIGIN}/api/foyer-changes/`))
    expect(response.status).toBe(401)
  })

  test('sign-out ends the stream', async () => {
    const actor = makeActor()
    const stream = await listen(actor)
    await stream.next('ready')
    signedIn.set(actor.userUuid, null)
    expect((await stream.next('end')).data).toEqual({ reason: 'signed_out' })
    await stream.closed
  })

  test('changed rights end the stream, and a new one follows them', async () => {
    const toy = await makeToy()
    const actor = manager(toy.projectUuid)
    const stream = await listen(actor)
    await stream.next('ready')
    signedIn.set(actor.userUuid, { ...actor, grants: [] })
    expect((await stream.next('end')).data).toEqual({ reason: 'rights' })
    await stream.closed
  })

  test('a browser that takes nothing is dropped, the others go on', async () => {
    const toy = await makeToy()
    const feed = createFeed(registry, { lookEveryMs: 5 })
    const keen = earOf(manager(toy.projectUuid))
    const lazy = earOf(manager(toy.projectUuid), { takes: (text) => !text.includes('event: change') })
    feed.join(lazy)
    feed.join(keen)
    await expect.poll(() => keen.cursor).toBeDefined()
    await rename(toy, 'once')
    await expect.poll(() => keen.heard.length + lazy.heard.length).toBe(4)
    expect([lazy.hasEnded, keen.hasEnded, feed.size()]).toEqual([true, false, 1])
    await rename(toy, 'twice')
    await expect.poll(() => keen.heard.length).toBe(3)
    feed.leave(keen)
  })
})
