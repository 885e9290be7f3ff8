/** The levers of the built-in cloud: clock, faults, latency, seeds, changes made behind the portal's back. */
import type { Json } from './api.ts'

const base = () => {
  const url = process.env.FOYER_CLOUD_URL
  if (!url) throw new Error('FOYER_CLOUD_URL is not set: start the browser tests with "npm run e2e".')
  return url
}

const send = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${base()}/_control/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} /_control/${path} answered ${response.status}: ${text}`)
  return text ? JSON.parse(text) : undefined
}

/** `path` is what follows `/_control/`. */
export const cloudControl = {
  get: <T = Json>(path: string): Promise<T> => send('GET', path),
  post: <T = Json>(path: string, body: unknown = {}): Promise<T> => send('POST', path, body),
  delete: (path: string): Promise<void> => send('DELETE', path),
}
