/** A portal to be measured: production mode, its own data folder, processes of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePort } from '../scripts/free-port.ts'

export type Portal = {
  url: string
  dataDir: string
  pid: number
  /** Resident memory of the process that was started, MiB. Linux only. */
  memoryMib: () => number
  /** Processor time that it has taken so far, all its threads, ms. Linux only. */
  cpuMs: () => number
  stop: () => Promise<void>
}

const START_LIMIT_MS = 60_000

/**
 * Starts `entry` (`server/main.ts`, `server/demo.ts`) and waits until it can serve. `dataDir` may hold a database made
 * before; it is removed at the end unless it was given.
 * @throws Error with the end of the log when the portal does not come up.
 */
export const startPortal = async (
  entry: string,
  { args = [], env = {}, dataDir }: { args?: string[]; env?: Record<string, string>; dataDir?: string } = {},
): Promise<Portal> => {
  const folder = dataDir ?? fs.mkdtempSync(path.join(os.tmpdir(), 'foyer-bench-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const log = path.join(folder, 'portal.log')
  const output = fs.openSync(log, 'w')
  const child = spawn(process.execPath, [entry, ...args], {
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      FOYER_DATA_DIR: folder,
      ...env,
    },
  })
  fs.closeSync(output)
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    }
    if (!dataDir) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  if (!(await serves(child, url))) {
    const said = fs.readFileSync(log, 'utf8').slice(-2000)
    await stop()
    throw new Error(`${entry} did not come up:\n${said}`)
  }
  return {
    url,
    dataDir: folder,
    pid: child.pid!,
    memoryMib: () => residentMib(child.pid!),
    cpuMs: () => processorMs(child.pid!),
    stop,
  }
}

const serves = async (child: ChildProcess, url: string): Promise<boolean> => {
  const until = Date.now() + START_LIMIT_MS
  while (Date.now() < until && child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`${url}/api/health/`).catch(() => undefined)
    if (answer?.ok) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

/** Linux only. */
export const residentMib = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** `utime` and `stime` of proc(5), which counts hundredths of a second on all Linux systems that Node runs on. */
const processorMs = (pid: number): number => {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
