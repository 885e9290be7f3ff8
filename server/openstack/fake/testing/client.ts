/** A client for the built-in cloud's own tests. */
import { WebSocket } from 'ws'
import type { FakeCloud } from '../index.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are compared, not computed with
type Json = any

export async function loginTo(cloud: FakeCloud) {
  const { OS_USERNAME: name, OS_PASSWORD: password, OS_PROJECT_ID: id } = cloud.env
  const response = await fetch(`${cloud.authUrl}/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: { methods: ['password'], password: { user: { name, domain: { id: 'default' }, password } } },
        scope: { project: { id } },
      },
    }),
  })
  const token = response.headers.get('x-subject-token')!
  const prefixes = {
    compute: '/compute/v2.1',
    volume: `/volume/v3/${id}`,
    network: '/network/v2.0',
    image: '/image/v2',
    identity: '/identity/v3',
  }
  const call = async (
    method: string,
    service: keyof typeof prefixes,
    path: string,
    body?: Json,
  ): Promise<{ status: number; body: Json }> => {
    const answer = await fetch(cloud.url + prefixes[service] + path, {
      method,
      headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json', 'OpenStack-API-Version': 'compute 2.93' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text ? JSON.parse(text) : null }
  }
  const boot = async (name = 'machine'): Promise<string> => {
    const server = { name, flavorRef: cloud.ids.flavorIds.tiny, imageRef: cloud.ids.imageId, networks: 'none' }
    return (await call('POST', 'compute', '/servers', { server })).body.server.id
  }
  return { token, call, boot }
}
export type Client = Awaited<ReturnType<typeof loginTo>>

/** The websocket of a console, once it is open. */
export async function openConsole(client: Client, serverId: string, kind: 'vnc' | 'serial'): Promise<WebSocket> {
  const body = { remote_console: { protocol: kind, type: kind === 'vnc' ? 'novnc' : 'serial' } }
  const { url } = (await client.call('POST', 'compute', `/servers/${serverId}/remote-consoles`, body)).body
    .remote_console
  const page = new URL(url)
  const socket = new WebSocket(kind === 'serial' ? url : `ws://${page.host}/${page.searchParams.get('path')}`, [
    'binary',
  ])
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    // Paused, so that nothing is lost before somebody listens; sooner than this a websocket cannot be paused.
    socket.once('open', () => {
      socket.pause()
      resolve()
    })
  })
  return socket
}

/** A VNC viewer that keeps no pixels: it counts rectangles and types. */
export class Viewer {
  #socket: WebSocket
  #data = Buffer.alloc(0)
  #more: () => void = () => {}
  closed: Promise<{ code: number; reason: string }>
  width = 0
  height = 0
  name = ''

  constructor(socket: WebSocket) {
    this.#socket = socket
    this.closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    )
    socket.on('message', (data: Buffer) => {
      this.#data = Buffer.concat([this.#data, data])
      this.#more()
    })
    socket.resume()
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#data.length < length)
      await new Promise<void>((resolve) => {
        this.#more = resolve
      })
    const taken = this.#data.subarray(0, length)
    this.#data = this.#data.subarray(length)
    return taken
  }

  async handshake(shared = true): Promise<string> {
    const version = (await this.#take(12)).toString()
    this.#socket.send('RFB 003.008\n')
    const types = await this.#take(1)
    await this.#take(types[0])
    this.#socket.send(Buffer.from([1]))
    await this.#take(4)
    this.#socket.send(Buffer.from([shared ? 1 : 0]))
    const head = await this.#take(24)
    this.width = head.readUInt16BE(0)
    this.height = head.readUInt16BE(2)
    this.name = (await this.#take(head.readUInt32BE(20))).toString()
    return version
  }

  encodings(...numbers: number[]): void {
    const message = Buffer.alloc(4 + 4 * numbers.length)
    message[0] = 2
    message.writeUInt16BE(numbers.length, 2)
    numbers.forEach((number, index) => {
      message.writeInt32BE(number, 4 + 4 * index)
    })
    this.#socket.send(message)
  }

  /** Asks for an update and takes it: area, encoding, and whether anything is lit. */
  async update(
    incremental: boolean,
  ): Promise<{ x: number; y: number; width: number; height: number; encoding: number; lit: boolean }[]> {
    const request = Buffer.alloc(10)
    request[0] = 3
    request[1] = incremental ? 1 : 0
    request.writeUInt16BE(this.width, 6)
    request.writeUInt16BE(this.height, 8)
    this.#socket.send(request)
    const count = (await this.#take(4)).readUInt16BE(2)
    const areas = []
    for (let index = 0; index < count; index++) {
      const head = await this.#take(12)
      const [x, y, width, height] = [0, 2, 4, 6].map((at) => head.readUInt16BE(at))
      const encoding = head.readInt32BE(8)
      const pixels = encoding === 0 ? await this.#take(width * height * 4) : Buffer.alloc(0)
      areas.push({
        x,
        y,
        width,
        height,
        encoding,
        lit:
          new Set(new Uint32Array(pixels.buffer.slice(pixels.byteOffset, pixels.byteOffset + pixels.length))).size > 1,
      })
    }
    return areas
  }

  type(text: string): void {
    for (const character of text) {
      const key = Buffer.alloc(8)
      key[0] = 4
      for (const down of [1, 0]) {
        key[1] = down
        key.writeUInt32BE(character === '\r' ? 0xff0d : character.charCodeAt(0), 4)
        this.#socket.send(Buffer.from(key))
      }
    }
  }

  close(): void {
    this.#socket.close()
  }
}

/** Looks again until it is so; the test's own time-out ends the wait. */
export async function eventually(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 10))
}
