/** Where the websocket of a console lies, read from what Nova answers to `POST /servers/{id}/remote-consoles`. */
import type { ConsoleKind } from './reasons.ts'

/**
 * Nova gives the address of a page for a browser (`http://host:6080/vnc_auto.html?path=%3Ftoken%3D…`; before Rocky
 * `?token=…`), or the websocket's own for serial consoles (`ws://host:6083/?token=…`). The page would connect to
 * `path` on its own host; so do we.
 * Source: noVNC's `vnc.html` (parameter `path`), nova/objects/console_auth_token.py, `access_url`.
 * @throws TypeError if the address is none
 */
export const consoleSocketUrl = (kind: ConsoleKind, consoleUrl: string): string => {
  const url = new URL(consoleUrl)
  if (url.protocol === 'http:' || url.protocol === 'https:') {
    const path = kind === 'novnc' ? url.searchParams.get('path') : null
    const socket = path === null ? new URL(`/${url.search}`, url) : new URL(path.replace(/^\/*/, '/'), url)
    socket.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    socket.hash = ''
    return socket.href
  }
  if (url.protocol === 'ws:' || url.protocol === 'wss:') return url.href
  throw new TypeError(`A console address of an unknown kind: ${url.protocol}`)
}
