/** The browser's half of next-auth's protocol: CSRF token first, then the form. */

/** Why a sign-in was refused. `seconds` are left while the pair of name and address is locked. */
export type Refusal =
  | { reason: 'wrong' | 'disabled' | 'provider' | 'denied' | 'unreachable' }
  | { reason: 'locked'; seconds: number }

/** Reads the reason out of the `error` parameter that next-auth appends. */
export const refusalFrom = (error: string | null | undefined): Refusal | undefined => {
  if (!error) return undefined
  const locked = /^locked:(\d+)$/.exec(error)
  if (locked) return { reason: 'locked', seconds: Number(locked[1]) }
  if (error === 'wrong' || error === 'CredentialsSignin') return { reason: 'wrong' }
  if (error === 'disabled') return { reason: 'disabled' }
  if (error === 'AccessDenied') return { reason: 'denied' }
  return { reason: 'provider' }
}

/** Only a page of this portal is a way back: a path, never another site. */
export const safeReturn = (wanted: string | null | undefined, origin: string): string => {
  if (!wanted || !URL.canParse(wanted, origin)) return '/'
  const url = new URL(wanted, origin)
  const path = `${url.pathname}${url.search}${url.hash}`
  if (url.origin !== origin || /^\/sign-(in|out)(\/|$)/.test(url.pathname)) return '/'
  return path.startsWith('//') ? '/' : path
}

const post = async (path: string, form: Record<string, string>): Promise<string> => {
  const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string }
  const response = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, json: 'true', ...form }),
  })
  const { url } = (await response.json()) as { url?: string }
  return url ?? ''
}

const errorIn = (url: string) => (URL.canParse(url) ? new URL(url).searchParams.get('error') : null)

/** Signs in with a name and a password. Gives why not, or undefined when the cookie is set. */
export const signInWithPassword = async (given: {
  username: string
  password: string
  remember: boolean
}): Promise<Refusal | undefined> => {
  try {
    const url = await post('callback/credentials', {
      username: given.username,
      password: given.password,
      remember: String(given.remember),
      callbackUrl: '/',
    })
    return refusalFrom(errorIn(url))
  } catch {
    return { reason: 'unreachable' }
  }
}

/** Leaves for the issuer's pages, which lead back to `callbackUrl`. Gives why not. */
export const leaveForIssuer = async (id: string, callbackUrl: string): Promise<Refusal | undefined> => {
  try {
    const url = await post(`signin/${id}`, { callbackUrl })
    const refusal = refusalFrom(errorIn(url))
    if (!refusal) window.location.assign(url)
    return refusal
  } catch {
    return { reason: 'unreachable' }
  }
}

const CHANNEL = 'foyer-session'
type Word = 'signed-out' | 'signed-in'

/** Tells the other tabs of this browser. */
export const tellTabs = (word: Word): void => {
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage(word)
  channel.close()
}

/** Hears what other tabs tell. @returns what stops it. */
export const onTabs = (listener: (word: Word) => void): (() => void) => {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = (event: MessageEvent<Word>) => listener(event.data)
  return () => channel.close()
}

/** Ends the sign-in of this browser. @throws Error when the portal did not do it. */
export const signOut = async (): Promise<void> => {
  await post('signout', { callbackUrl: '/sign-in' })
  tellTabs('signed-out')
}

export type SignIn = { endsAt: Date; userUuid: string }

/**
 * The sign-in as it stands, without keeping it alive. `ended`: somebody ended it. `none`: it has run out. Undefined:
 * nobody knows now.
 */
export const readSignIn = async (): Promise<SignIn | 'ended' | 'none' | undefined> => {
  try {
    const response = await fetch('/api/auth/session', { cache: 'no-store' })
    if (!response.ok) return undefined
    const answer = (await response.json()) as { expires?: string; user?: { uuid: string }; ended?: boolean }
    if (answer.expires && answer.user) return { endsAt: new Date(answer.expires), userUuid: answer.user.uuid }
    return answer.ended ? 'ended' : 'none'
  } catch {
    return undefined
  }
}
