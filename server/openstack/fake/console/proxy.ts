/** Nova's console proxies: websockets with a token, for VNC (`/novnc/websockify`) and serial lines (`/serial/`). */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Cloud } from '../cloud.ts'
import { POWER } from '../nova/base.ts'
import { RfbConnection } from './rfb.ts'
import type { Line, Sessions, Viewer } from './sessions.ts'

export class ConsoleProxy {
  #cloud: Cloud
  #sessions: Sessions
  #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('binary') ? 'binary' : (offered.values().next().value ?? false)),
  })

  constructor(cloud: Cloud, sessions: Sessions) {
    this.#cloud = cloud
    this.#sessions = sessions
  }

  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => {})
    const url = new URL(request.url ?? '/', 'http://cloud')
    const line = url.pathname.startsWith('/novnc') ? 'tty1' : url.pathname.startsWith('/serial') ? 'ttyS0' : null
    if (line === null) {
      refuse(socket, '404 Not Found')
      return
    }
    const token = this.#cloud.consoleTokens.get(url.searchParams.get('token') ?? '')
    if (this.#cloud.settings.refuseConsoles) {
      refuse(socket, '403 Forbidden')
      return
    }
    const good = token && token.expiresAtMs > this.#cloud.now() && (token.kind === 'novnc') === (line === 'tty1')
    const row = good ? this.#cloud.state.servers.get(token.serverId) : undefined
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      // As websockify does it: the handshake succeeds, then a bad token or a stopped machine just ends the connection.
      const runs = row?.power_state === POWER.running || row?.power_state === POWER.paused
      if (!row || !runs) client.terminate()
      else this.#attach(client, row.id, line)
    })
  }

  #attach(client: WebSocket, serverId: string, line: Line): void {
    const sessions = this.#sessions
    let rfb: RfbConnection | null = null
    let sent = 0
    const viewer: Viewer = {
      update: () => {
        if (line === 'tty1') return rfb?.update()
        const fresh = Math.min(screen.written - sent, screen.transcript.length)
        sent = screen.written
        if (fresh > 0 && client.readyState === client.OPEN)
          client.send(Buffer.from(screen.transcript.slice(-fresh).replaceAll('\n', '\r\n')))
      },
      close: (code, reason) => client.close(code, reason),
    }
    const screen = sessions.join(serverId, line, viewer)
    client.on('close', () => sessions.leave(serverId, line, viewer))
    client.on('error', () => client.terminate())
    if (line === 'ttyS0') {
      client.on('message', (data) => sessions.type(serverId, line, data.toString()))
      viewer.update()
      return
    }
    const others = () => {
      for (const other of [...screen.viewers]) if (other !== viewer) other.close(1000, 'Another viewer took over')
    }
    const link = {
      send: (data: Buffer) => {
        if (client.readyState === client.OPEN) client.send(data)
      },
      close: viewer.close,
    }
    rfb = new RfbConnection(sessions, serverId, screen, link, others)
    client.on('message', (data) => rfb?.receive(data as Buffer))
  }

  close(): void {
    for (const client of this.#sockets.clients) client.terminate()
    this.#sockets.close()
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
}
