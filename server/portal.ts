/** Starts the web process: Next's pages and route handlers, websocket upgrades, and (unless told not to) a worker. */
import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { markPeer } from './api/origin.ts'
import { boot, shutDown } from './boot.ts'
import { portalConsoles } from './console/portal.ts'
import { env } from './env.ts'
import { announceFirstStart, ensureStaff } from './identity/first-start.ts'
import { setWake } from './jobs/hooks.ts'
import { log } from './log.ts'
import { answerProbe } from './probes.ts'
import { ensureProviderFromEnvironment } from './resources/provider/from-environment.ts'

export type Portal = { url: string; close: () => Promise<void> }

const RESTART_FIRST_MS = 500
const RESTART_LONGEST_MS = 30_000
/** Node's own default lets short-lived objects pile up to 100 MiB before it looks at them, and keeps that memory. */
const WORKER_FLAGS = ['--max-semi-space-size=4']

/** Keeps one worker running; after a crash it is started anew with a growing delay. */
const keepWorker = () => {
  let child: ChildProcess | undefined
  let delay = RESTART_FIRST_MS
  let stopping = false
  const start = () => {
    child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
      execArgv: [...process.execArgv, ...WORKER_FLAGS],
    })
    const startedAt = Date.now()
    child.on('exit', (code, signal) => {
      if (stopping) return
      if (Date.now() - startedAt > RESTART_LONGEST_MS) delay = RESTART_FIRST_MS
      log.error({ code, signal, delay }, 'the worker ended; starting it again')
      setTimeout(start, delay)
      delay = Math.min(delay * 2, RESTART_LONGEST_MS)
    })
  }
  start()
  setWake(() => child?.connected && child.send('wake', () => {}))
  return async () => {
    stopping = true
    if (!child || child.exitCode !== null) return
    const exited = new Promise((resolve) => child?.once('exit', resolve))
    child.kill('SIGTERM')
    await exited
  }
}

/** @throws Error with a plain sentence when the port is taken or the database cannot be opened. */
export const startPortal = async ({ dev = false, worker = true } = {}): Promise<Portal> => {
  await boot()
  // Before anybody is answered: who may sign in and what is offered is there from the first request on.
  await ensureProviderFromEnvironment()
  const code = await ensureStaff()
  const dir = path.resolve(fileURLToPath(new URL('..', import.meta.url)))
  // Next adds its own 'upgrade' listener and ends every socket whose path matches a route. Given an emitter of ours, it
  // hears only of what is not a console.
  const nextUpgrades = new EventEmitter()
  const app = next({
    dev,
    dir,
    hostname: env.HOST,
    port: env.PORT,
    httpServer: nextUpgrades as unknown as http.Server,
  })
  await app.prepare()
  const handle = app.getRequestHandler()
  const consoles = portalConsoles()
  const server = http.createServer((request, response) => {
    if (answerProbe(request, response)) return
    markPeer(request)
    void handle(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    markPeer(request)
    if ((request.url ?? '').startsWith('/api/console/')) return void consoles.handle(request, socket as Socket, head)
    if (!nextUpgrades.emit('upgrade', request, socket, head)) socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${env.PORT} is taken: set PORT to another one.`) : error),
    )
    server.listen(env.PORT, env.HOST, resolve)
  })
  const port = (server.address() as AddressInfo).port
  const url = env.FOYER_URL ?? `http://localhost:${port}`
  const stopWorker = worker ? keepWorker() : async () => {}
  if (code) announceFirstStart(url, code)
  log.info({ url }, 'portal started')

  let closing: Promise<void> | undefined
  const close = () =>
    (closing ??= (async () => {
      server.close()
      await consoles.closeAll()
      server.closeIdleConnections()
      await stopWorker()
      server.closeAllConnections()
      await app.close()
      await shutDown()
    })())
  const end = () => void close().then(() => process.exit(0))
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  return { url, close }
}
