/**
 * Who calls. The dispatcher only asks; identity answers, registered in a place that all copies of this module share
 * (Next bundles one of its own).
 */
import type { Actor } from './define.ts'

export type Credentials = { request: Request; ipAddress: string; requestId: string }

/**
 * @returns null when the request carries no credentials.
 * @throws ApiError 401 when it carries bad ones.
 */
export type Authenticator = (credentials: Credentials) => Promise<Actor | null>

const KEY = Symbol.for('foyer.authenticator')
type Runtime = { authenticate?: Authenticator }
const runtime = ((globalThis as Record<symbol, unknown>)[KEY] ??= {}) as Runtime

export const setAuthenticator = (authenticate: Authenticator): void => {
  runtime.authenticate = authenticate
}

/** Nobody is signed in while no authenticator is registered. */
export const authenticate: Authenticator = async (credentials) => (await runtime.authenticate?.(credentials)) ?? null

/** Stands in for the caller where an endpoint answers without sign-in. */
export const anonymous = ({ ipAddress, requestId }: Pick<Actor, 'ipAddress' | 'requestId'>): Actor => ({
  userUuid: '',
  username: '',
  fullName: '',
  email: '',
  isStaff: false,
  isSupport: false,
  grants: [],
  access: 'write',
  sessionUuid: null,
  tokenUuid: null,
  impersonatorUuid: null,
  ipAddress,
  requestId,
})
