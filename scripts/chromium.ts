/** Finds a Chromium for browser tests, or brings one. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
/** A download of some 170 MB; where there is no network it ends much sooner. */
const DOWNLOAD_LIMIT_MS = 5 * 60_000
const PROBE_LIMIT_MS = 5_000
const PROBE_URL = 'https://cdn.playwright.dev/'

/** The path of an installed Chromium that starts: `CHROMIUM_PATH`, the system's, Playwright's own. */
export const installedChromium = async (): Promise<string | undefined> => {
  const given = process.env.CHROMIUM_PATH
  if (given) return given
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const system = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  const { chromium } = await import('@playwright/test')
  return [...system, mac, chromium.executablePath()].find(starts)
}

/**
 * As `installedChromium`; when there is none, tries Playwright's download and, as root on Debian, its package.
 * @throws Error that says what to do when nothing helped.
 */
export const findChromium = async (): Promise<string> => {
  const installed = await installedChromium()
  if (installed) return installed
  const tried: string[] = []
  for (const [name, bring] of [
    ['Playwright’s download', downloadOwn],
    ['Debian’s package', installPackage],
  ] as const) {
    const problem = await bring()
    const found = problem === undefined ? await installedChromium() : undefined
    if (found) return found
    tried.push(`${name}: ${problem ?? 'installed, but it does not start'}`)
  }
  throw new Error(
    `No Chromium for the browser tests. Install one, or name it in CHROMIUM_PATH. Tried ${tried.join('; ')}.`,
  )
}

const starts = (file: string) =>
  fs.existsSync(file) && spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0

const downloadOwn = async (): Promise<string | undefined> => {
  const behindProxy = process.env.HTTPS_PROXY ?? process.env.https_proxy
  if (!behindProxy) {
    try {
      await fetch(PROBE_URL, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) })
    } catch {
      return `${new URL(PROBE_URL).host} is out of reach`
    }
  }
  return run(['npx', 'playwright', 'install', 'chromium'], DOWNLOAD_LIMIT_MS)
}

const installPackage = async (): Promise<string | undefined> => {
  if (!fs.existsSync('/usr/bin/apt-get')) return 'there is no apt-get'
  if (process.getuid?.() !== 0) return 'only root can install it'
  return (
    run(['apt-get', 'update', '-q'], DOWNLOAD_LIMIT_MS) ??
    run(['apt-get', 'install', '-q', '-y', '--no-install-recommends', 'chromium'], DOWNLOAD_LIMIT_MS)
  )
}

const run = ([command, ...args]: string[], limitMs: number): string | undefined => {
  console.error(`Bringing a Chromium: ${command} ${args.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: limitMs, env })
  if (status !== 0) return `"${[command, ...args].join(' ')}" failed${error ? ` (${error.message})` : ''}`
}
