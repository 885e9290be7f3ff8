/** Who opens a websocket: a raw request of the HTTP server, before any framework has seen it. */
import type { IncomingMessage } from 'node:http'
import type { Actor } from '../api/define.ts'
import { newUuid } from '../ids.ts'
import { actorFrom, grantsOf } from './actor.ts'
import { readSession } from './sessions.ts'

export type Identified = { userUuid: string; sessionUuid: string; username: string; actor: Actor }

/** The sign-in that an upgrade request bears, null when there is none that stands. */
export const identifyUpgrade = async (
  request: IncomingMessage,
  ipAddress = request.socket.remoteAddress ?? '',
): Promise<Identified | null> => {
  const found = await readSession(request.headers.cookie)
  if (!found) return null
  const { user, session } = found
  const how = { ipAddress, requestId: `req-${newUuid()}`, sessionUuid: session.uuid }
  const actor = actorFrom(user, await grantsOf(user.uuid), how)
  return { userUuid: user.uuid, sessionUuid: session.uuid, username: user.username, actor }
}
