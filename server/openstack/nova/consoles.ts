/** Remote consoles. Reference: Compute API v2.1, "Server consoles". */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const PROTOCOLS = { novnc: 'vnc', 'spice-html5': 'spice', serial: 'serial', 'rdp-html5': 'rdp', webmks: 'mks' } as const
export type ConsoleType = keyof typeof PROTOCOLS

/**
 * A fresh console address, with a token in it that lives some minutes (nova.conf, [consoleauth] token_ttl).
 * A secret: whoever has it sits at the machine. The URL points at the cloud's noVNC page or, for serial, at a websocket.
 * @throws OpenStackError 409 if the server is not running, 400 if the cloud has no console of this type, 404
 */
export async function createConsole(
  nova: ServiceClient,
  serverId: string,
  type: ConsoleType,
): Promise<{ type: string; url: string }> {
  const body = { remote_console: { protocol: PROTOCOLS[type], type } }
  const answer = z.object({ remote_console: z.object({ type: z.string(), url: z.string() }) })
  return (await nova.post(['servers', serverId, 'remote-consoles'], answer, { body, safe: true })).remote_console
}
