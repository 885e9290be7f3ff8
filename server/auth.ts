/** Who is signed in, for server components and server actions. */
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Actor } from './api/define.ts'
import { clientOf } from './api/origin.ts'
import { authenticateRequest } from './identity/authenticate.ts'

/**
 * The caller of the page or action being answered, null when nobody is signed in. Asked once per request.
 * Only the cookie counts here: tokens are for the API.
 */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const sent = await headers()
  const kept = new Headers(sent)
  for (const name of ['authorization', 'x-impersonated-user-uuid']) kept.delete(name)
  // The path is of no use here, so any will do; the host decides nothing but links.
  const request = new Request(`http://${sent.get('host') ?? 'localhost'}/`, { headers: kept })
  const { ipAddress, requestId } = clientOf(request)
  return authenticateRequest({ request, ipAddress, requestId })
})

/** The caller; who is not signed in is sent to the sign-in screen and comes back to `here` afterwards. */
export const requireActor = async (here = '/'): Promise<Actor> => {
  const actor = await currentActor()
  if (!actor) redirect(`/sign-in?callbackUrl=${encodeURIComponent(here)}`)
  return actor
}
