/**
 * The console relay: a browser's websocket on `/api/console/<ticket>` is joined with the cloud's own console
 * websocket. The browser learns neither the cloud's address nor its token. It knows nothing of the database and of
 * OpenStack: all that comes in as functions.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { type ConsoleKind, type EndReason, REFUSALS, type RefusalReason } from './reasons.ts'
import { type Browser, type ConsoleSession, consoleSession } from './session.ts'
import type { SessionRows } from './sessions.ts'
import { type ConsoleTarget, openUpstream } from './upstream.ts'

/** Who asks: the user and the sign-in that the request bears. */
export type ConsoleIdentity = { userUuid: string; sessionId: string; userName: string }

export type Redeemed = { instanceUuid: string; kind: ConsoleKind; target: ConsoleTarget }

export type ConsoleAudit = ConsoleIdentity & {
  sessionUuid: string
  instanceUuid: string
  kind: ConsoleKind
  remoteAddress: string
  /** At the end only. */
  durationMs?: number
  reason?: EndReason
  bytesToBrowser?: number
  bytesFromBrowser?: number
}

export type ConsoleRelayDeps = {
  authenticate: (req: IncomingMessage) => Promise<ConsoleIdentity | null>
  /** Uses the ticket up, judges permission and state, and asks the cloud for a fresh console. */
  redeem: (
    ticket: string,
    identity: ConsoleIdentity,
    remoteAddress: string,
  ) => Promise<Redeemed | { refused: RefusalReason }>
  /** Keeps the reason of a refusal where the page can ask for it. */
  noteRefusal: (ticket: string, reason: RefusalReason) => Promise<void>
  /** Calls `onEnd` when the console must end (`consoleWatch` makes one). Gives the function that stops watching. */
  watch: (identity: ConsoleIdentity, instanceUuid: string, onEnd: (reason: EndReason) => void) => () => void
  sessions: SessionRows
  audit: (event: 'open' | 'close', record: ConsoleAudit) => Promise<void>
  onError?: (error: unknown, doing: string) => void
  /** Address of the portal as browsers see it (`https://portal.example`); without it the Host header counts. */
  publicUrl?: string
  remoteAddress?: (req: IncomingMessage) => string
  idleLimitMs?: number
  /** How long before an idle end the page is told. */
  idleWarningMs?: number
  pingEveryMs?: number
  /** How often takeovers and idle limits are looked at. */
  tickMs?: number
}

export const consoleRelay = (deps: ConsoleRelayDeps) => {
  const {
    idleLimitMs = 60 * 60_000,
    idleWarningMs = 60_000,
    pingEveryMs = 20_000,
    tickMs = 500,
    onError = () => {},
    remoteAddress: addressOf = (req) => req.socket.remoteAddress ?? '',
  } = deps
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has('binary') ? 'binary' : false),
  })
  const open = new Map<string, ConsoleSession>()
  const running = new Set<Promise<void>>()
  let stopping = false
  let timers: NodeJS.Timeout[] = []
  let asking = false

  const guarded = async (doing: string, work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      onError(error, doing)
    }
  }

  const tick = async () => {
    const nowMs = performance.now()
    for (const session of open.values()) session.tick(nowMs)
    if (asking) return // a slow database gets no second question
    asking = true
    await guarded('reading who took a console over', async () => {
      for (const { uuid, by } of await deps.sessions.taken()) open.get(uuid)?.end('taken_over', by)
    })
    asking = false
  }

  const enter = (uuid: string, session: ConsoleSession) => {
    open.set(uuid, session)
    if (timers.length > 0) return
    timers = [
      setInterval(() => void tick(), tickMs),
      setInterval(() => {
        for (const one of open.values()) one.ping()
      }, pingEveryMs),
    ]
  }
  const leave = (uuid: string) => {
    open.delete(uuid)
    if (open.size > 0) return
    timers.forEach(clearInterval)
    timers = []
  }

  const sameOrigin = (req: IncomingMessage) => {
    const { origin, host } = req.headers
    if (origin === undefined) return true // no browser: browsers always name the origin of a websocket
    if (!URL.canParse(origin)) return false
    return deps.publicUrl && new URL(deps.publicUrl).origin === origin ? true : new URL(origin).host === host
  }

  const refusal = (reason: RefusalReason) => ({ refused: reason })

  /** Judges the request and connects to the cloud. Nothing is said to the browser yet. */
  const prepare = async (req: IncomingMessage, ticket: string | undefined, remoteAddress: string) => {
    if (stopping) return refusal('restarting')
    if (!ticket || req.method !== 'GET' || req.headers.upgrade?.toLowerCase() !== 'websocket')
      return refusal('bad_request')
    if (!sameOrigin(req)) return refusal('foreign_origin')
    const identity = await deps.authenticate(req)
    if (!identity) return refusal('signed_out')
    const redeemed = await deps.redeem(ticket, identity, remoteAddress)
    if ('refused' in redeemed) return redeemed
    const upstream = await openUpstream(redeemed.target, redeemed.kind)
    if (!upstream) return refusal('service_down')
    return { identity, upstream, instanceUuid: redeemed.instanceUuid, kind: redeemed.kind }
  }
  type Ready = Exclude<Awaited<ReturnType<typeof prepare>>, { refused: RefusalReason }>

  /** Records the console, joins both ends, and stays until it is over. */
  const run = async (browser: Browser, ticket: string, remoteAddress: string, ready: Ready) => {
    const { identity, instanceUuid, kind } = ready
    const session = consoleSession(browser, ready.upstream, { kind, idleLimitMs, idleWarningMs })
    try {
      const uuid = await deps.sessions.open({ ...identity, ticket, instanceUuid, kind, remoteAddress })
      enter(uuid, session)
      session.start()
      const stopWatching = deps.watch(identity, instanceUuid, session.end)
      if (stopping) session.end('restarting')
      const record: ConsoleAudit = { ...identity, sessionUuid: uuid, instanceUuid, kind, remoteAddress }
      await guarded('recording that a console opened', () => deps.audit('open', record))
      const { by, ...end } = await session.ended
      stopWatching()
      leave(uuid)
      await guarded('closing a console session', () => deps.sessions.close(uuid, end.reason, by))
      await guarded('recording that a console closed', () => deps.audit('close', { ...record, ...end }))
    } catch (error) {
      onError(error, 'opening a console')
      session.end('lost')
    }
  }

  return {
    /** Answers an HTTP upgrade on `/api/console/<ticket>`. Never throws. */
    handle: async (req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
      socket.on('error', () => {})
      const ticket = /^\/api\/console\/([\w-]{1,128})\/?$/.exec((req.url ?? '').split('?')[0])?.[1]
      const remoteAddress = addressOf(req)
      try {
        const ready = await prepare(req, ticket, remoteAddress)
        if ('refused' in ready) {
          // Noted first: the page asks as soon as it sees the refusal.
          if (ticket) await guarded('noting a refusal', () => deps.noteRefusal(ticket, ready.refused))
          return refuse(socket, ready.refused)
        }
        if (socket.destroyed || stopping) {
          ready.upstream.socket.destroy()
          return refuse(socket, 'restarting')
        }
        server.handleUpgrade(req, socket, head, (ws) => {
          ws.pause() // until the session's row stands
          const console = run({ ws, socket }, ticket!, remoteAddress, ready)
          running.add(console)
          void console.finally(() => running.delete(console))
        })
      } catch (error) {
        onError(error, 'opening a console')
        refuse(socket, 'failed')
      }
    },
    /** Ends all consoles and refuses new ones; resolves when their ends are recorded. */
    closeAll: async (reason: EndReason = 'restarting'): Promise<void> => {
      stopping = true
      for (const session of open.values()) session.end(reason)
      await Promise.all(running)
    },
    /** Consoles open in this process. */
    size: () => open.size,
  }
}

/** Answers an upgrade request with a plain HTTP status. */
const refuse = (socket: Duplex, reason: RefusalReason) => {
  if (socket.destroyed) return
  const { status, detail } = REFUSALS[reason]
  const body = JSON.stringify({ detail, reason })
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\nCache-Control: no-store\r\n\r\n${body}`,
  )
}
