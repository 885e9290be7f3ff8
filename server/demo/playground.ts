/** The demo's ready tenant, ordered as any user would: over the REST API, with a token. */
import { DEMO_PASSWORD, OFFERING, PROJECT } from './seed.ts'

export const PLAYGROUND = 'playground'
const LIMITS = { cores: 20, ram: 51_200, storage: 1_048_576 }
const LONGEST_WAIT_MS = 120_000

type Json = Record<string, unknown>

/** A caller of the portal at `url`. @throws Error with what the portal said when it refuses */
const callerOf = (url: string, headers: Record<string, string> = {}) => {
  const call = async <T>(method: string, path: string, body?: Json): Promise<T> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`)
    return JSON.parse(text) as T
  }
  return call
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Orders the tenant when there is none and waits until it is ready. @throws Error when it cannot be made */
export const ensurePlayground = async (url: string): Promise<void> => {
  const { token } = await callerOf(url)<{ token: string }>('POST', '/api-auth/password/', {
    username: 'owner',
    password: DEMO_PASSWORD,
  })
  const call = callerOf(url, { authorization: `Token ${token}` })
  const only = async (path: string): Promise<Json> => {
    const [found] = await call<Json[]>('GET', path)
    if (!found) throw new Error(`${path} is empty`)
    return found
  }
  const standing = () => call<Json[]>('GET', `/api/openstack-tenants/?name_exact=${PLAYGROUND}`)
  if ((await standing()).length === 0) {
    const project = await only(`/api/projects/?name_exact=${PROJECT}`)
    const offering = await only(`/api/marketplace-public-offerings/?name_exact=${encodeURIComponent(OFFERING)}`)
    await call('POST', '/api/marketplace-orders/', {
      project: project.url,
      offering: offering.url,
      attributes: { name: PLAYGROUND, description: 'Made by the demo: try things here.' },
      limits: LIMITS,
    })
  }
  for (const giveUpAt = Date.now() + LONGEST_WAIT_MS; Date.now() < giveUpAt; await pause(250)) {
    const [tenant] = await standing()
    if (tenant?.state === 'OK') return
    if (tenant?.state === 'ERRED')
      throw new Error(`The tenant ${PLAYGROUND} could not be made: ${tenant.error_message}`)
  }
  throw new Error(`The tenant ${PLAYGROUND} was not ready in time.`)
}
