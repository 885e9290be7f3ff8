/** Many requests at once, sent by a process of its own. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'

const AUTOCANNON = createRequire(import.meta.url).resolve('autocannon')

export type Load = { perSecond: number; requests: number; errors: number }

/**
 * @param limit seconds, or a number of requests
 * @throws Error when an answer was not 2xx or none came
 */
export const load = async (
  url: string,
  token: string,
  limit: { seconds: number } | { requests: number },
  connections = 10,
): Promise<Load> => {
  const amount = 'seconds' in limit ? ['-d', String(limit.seconds)] : ['-a', String(limit.requests)]
  const args = ['--json', '-c', String(connections), ...amount, '-H', `Authorization=Token ${token}`, url]
  const child = spawn(process.execPath, [AUTOCANNON, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const text = (await child.stdout.toArray()).join('')
  const { duration, errors, non2xx, requests } = JSON.parse(text)
  if (non2xx > 0 || errors > 0) throw new Error(`${url}: ${non2xx} answers were no success, ${errors} did not come`)
  // Autocannon's own average counts whole seconds; a short run would be cut.
  return { perSecond: requests.total / duration, requests: requests.total, errors }
}
