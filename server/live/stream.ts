/**
 * `GET /api/foyer-changes/`: server-sent events that tell of each change the caller may see.
 *
 * A fresh page asks for `?replay=20`: the changes of the last 20 seconds, since it has read its data before. Browsers
 * that open the stream anew cannot send `Last-Event-ID` and name it `?last_event_id=`.
 *
 * Events: `ready`, `resumed` (after `Last-Event-ID`), `gap` (too much was missed: read the screens anew), `beat`, `change` with
 * `{number, type, uuid, operation, data}`, `end` with `{reason}` before the server closes: `signed_out` or `rights`.
 */
import { authenticate } from '../api/authenticate.ts'
import type { Actor, Registry } from '../api/define.ts'
import { clientOf } from '../api/origin.ts'
import { failure, methodNotAllowed, notAuthenticated, toResponse } from '../api/respond.ts'
import { ApiError } from '../errors.ts'
import { BACKGROUND_HEADER } from '../identity/authenticate.ts'
import { metrics } from '../metrics.ts'
import { lastChangeBefore } from './changes.ts'
import { createFeed, type EndReason, type Feed, type Listener } from './feed.ts'

const HEARTBEAT_MS = 15_000
/** What may wait for one browser before it is dropped; it comes back and resumes. */
const MOST_WAITING_BYTES = 1024 * 1024
const MOST_STREAMS = 2000
const MOST_STREAMS_PER_USER = 300

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Without no-transform compression would hold events back; without no-store a proxy might keep them.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
}

const encoder = new TextEncoder()
// An event as well: browsers hide comments from the page, which takes silence for a dead line.
const BEAT = encoder.encode(': beat\nevent: beat\ndata: {}\n\n')
const GREETING = encoder.encode('retry: 1000\n\n')
const farewell = (reason: EndReason) => encoder.encode(`event: end\ndata: {"reason":"${reason}"}\n\n`)

// Next bundles a copy of its own of each module: all copies share one reader.
const KEY = Symbol.for('foyer.feed')
type Runtime = { feed?: Feed; byUser: Map<string, number> }
const runtime = ((globalThis as Record<symbol, unknown>)[KEY] ??= { byUser: new Map() }) as Runtime

const CREDENTIAL_HEADERS = ['cookie', 'authorization', 'x-impersonated-user-uuid']

/** The request as it is judged again and again: it keeps no sign-in alive. */
const backgroundOf = (request: Request): Request => {
  const headers = new Headers(request.headers)
  headers.set(BACKGROUND_HEADER, '1')
  return new Request(request.url, { headers })
}

const personKeyOf = ({ userUuid, isStaff, isSupport, grants }: Actor): string =>
  JSON.stringify([userUuid, isStaff, isSupport, grants.map((one) => JSON.stringify(one)).sort()])

/** By name and code: the error may come from another copy of its class. */
const isUnauthenticated = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ApiError' && (error as ApiError).code === 'unauthenticated'

const MOST_REPLAYED_SECONDS = 60

/** The change after which the viewer wants to hear; undefined: from now on. */
const cursorOf = async (request: Request): Promise<number | undefined> => {
  const query = new URL(request.url).searchParams
  const sent = request.headers.get('last-event-id') ?? query.get('last_event_id')
  if (sent && /^\d{1,15}$/.test(sent)) return Number(sent)
  const seconds = Number(query.get('replay') ?? 0)
  if (!(seconds > 0)) return undefined
  return lastChangeBefore(new Date(Date.now() - Math.min(seconds, MOST_REPLAYED_SECONDS) * 1000))
}

const countFor = (userUuid: string, by: 1 | -1) => {
  const count = (runtime.byUser.get(userUuid) ?? 0) + by
  if (count > 0) runtime.byUser.set(userUuid, count)
  else runtime.byUser.delete(userUuid)
}

/** The event stream of one listener. `check` says why it must end, null while it may go on. */
const openStream = (
  feed: Feed,
  { actor, base, cursor, check, credentials }: Pick<Listener, 'actor' | 'base' | 'cursor' | 'check' | 'credentials'>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> => {
  let stop = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        let isOpen = true
        const write = (bytes: Uint8Array): boolean => {
          if (!isOpen) return false
          if ((controller.desiredSize ?? 0) <= 0) return false
          controller.enqueue(bytes)
          return true
        }
        const listener: Listener = {
          actor,
          base,
          personKey: personKeyOf(actor),
          cursor,
          write,
          check,
          credentials,
          end: (reason) => {
            if (!isOpen) return
            if (reason) write(farewell(reason))
            stop()
            controller.close()
          },
        }
        const beat = setInterval(() => {
          if (!write(BEAT)) listener.end()
        }, HEARTBEAT_MS)
        stop = () => {
          if (!isOpen) return
          isOpen = false
          clearInterval(beat)
          feed.leave(listener)
          countFor(actor.userUuid, -1)
          metrics.streams.dec()
        }
        countFor(actor.userUuid, 1)
        metrics.streams.inc()
        signal.addEventListener('abort', () => stop(), { once: true })
        write(GREETING)
        feed.join(listener)
      },
      cancel: () => stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING_BYTES }),
  )
}

const answer = async (registry: Registry, request: Request): Promise<Response> => {
  const client = clientOf(request)
  const judged = backgroundOf(request)
  const { ipAddress, requestId, base } = client
  const who = () => authenticate({ request: judged, ipAddress, requestId })
  const actor = await who()
  if (!actor) throw notAuthenticated()
  if (request.method !== 'GET') throw methodNotAllowed(request.method)
  runtime.feed ??= createFeed(registry)
  if (runtime.feed.size() >= MOST_STREAMS || (runtime.byUser.get(actor.userUuid) ?? 0) >= MOST_STREAMS_PER_USER)
    throw new ApiError('too_many', 'Too many event streams are open.')
  const before = personKeyOf(actor)
  const check = async (): Promise<EndReason | null> => {
    try {
      const now = await who()
      if (!now) return 'signed_out'
      return personKeyOf(now) === before ? null : 'rights'
    } catch (error) {
      // A token that was revoked or ran out. Anything else is our own trouble and ends no stream.
      if (isUnauthenticated(error)) return 'signed_out'
      throw error
    }
  }
  const credentials = [
    ...CREDENTIAL_HEADERS.map((name) => request.headers.get(name) ?? ''),
    new URL(request.url).searchParams.get('x-auth-token') ?? '',
    before,
  ].join('\n')
  const stream = openStream(
    runtime.feed,
    { actor, base, cursor: await cursorOf(request), check, credentials },
    request.signal,
  )
  return new Response(stream, { headers: { ...HEADERS, 'X-Request-ID': requestId } })
}

/** Answers `/api/foyer-changes/`. Never throws. */
export const streamChanges = async (registry: Registry, request: Request): Promise<Response> => {
  try {
    return await answer(registry, request)
  } catch (error) {
    const { requestId } = clientOf(request)
    return toResponse(failure(error, { requestId }), requestId, 'GET, OPTIONS')
  }
}
