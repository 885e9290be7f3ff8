/** Consoles: addresses with a token, and the log. */
import { consoleLog } from '../console/guest.ts'
import { type Ctx, ok, type Reply, type Route } from '../http.ts'
import { uuid } from '../ids.ts'
import type { Loose, Server } from '../rows.ts'
import { badRequest, conflict, invalid, missing, python, serverOf } from './base.ts'

/** nova.conf, [consoleauth] token_ttl. */
const TOKEN_MS = 600_000

function address(ctx: Ctx, row: Server, kind: string): string {
  const { cloud } = ctx
  if (cloud.settings.consolesDisabled || !['novnc', 'serial'].includes(kind))
    throw badRequest(`Unavailable console type ${kind}.`)
  if (row.vm_state === 'building' || row.host === null) throw conflict(`Instance ${row.id} is not ready`)
  const token = uuid()
  for (const [old, { expiresAtMs }] of cloud.consoleTokens)
    if (expiresAtMs <= cloud.now()) cloud.consoleTokens.delete(old)
  cloud.consoleTokens.set(token, {
    serverId: row.id,
    kind: kind === 'serial' ? 'serial' : 'novnc',
    expiresAtMs: cloud.now() + TOKEN_MS,
  })
  if (kind === 'serial') return `${cloud.url.replace(/^http/, 'ws')}/serial/?token=${token}`
  const path = encodeURIComponent(`novnc/websockify?token=${token}`)
  return `${cloud.url}/novnc/vnc_lite.html?path=${path}`
}

/** Gone since 2.6 in favour of `remote-consoles`. */
const legacy =
  (kinds: readonly string[]) =>
  (ctx: Ctx, row: Server, given: Loose): Reply => {
    if (ctx.version >= 6) throw missing('The resource could not be found.')
    const type = String(given?.type)
    if (!kinds.includes(type)) throw invalid('type', type, `'${type}' is not one of ${python([...kinds])}`)
    return ok({ console: { type, url: address(ctx, row, type) } })
  }

export const consoleActions = {
  'os-getVNCConsole': legacy(['novnc', 'xvpvnc']),
  'os-getSerialConsole': legacy(['serial']),
  'os-getConsoleOutput': (ctx: Ctx, row: Server, given: Loose): Reply => {
    if (row.vm_state === 'building') throw conflict(`Instance ${row.id} is not ready`)
    const lines = consoleLog(ctx.cloud, row)
    const count = given?.length === undefined || given.length === null ? lines.length : Number(given.length)
    const kept = count === 0 ? [] : count < 0 ? lines : lines.slice(-count)
    return ok({ output: kept.length ? `${kept.join('\n')}\n` : '' })
  },
}

const PROTOCOLS: Record<string, readonly string[]> = {
  vnc: ['novnc', 'xvpvnc'],
  serial: ['serial'],
  spice: ['spice-html5'],
  rdp: ['rdp-html5'],
  mks: ['webmks'],
}

function remoteConsole(ctx: Ctx): Reply {
  const row = serverOf(ctx)
  const given = ctx.body?.remote_console ?? {}
  const { protocol, type } = given
  if (!PROTOCOLS[protocol])
    throw invalid('protocol', protocol, `${python(protocol)} is not one of ['vnc', 'spice', 'rdp', 'serial', 'mks']`)
  if (!PROTOCOLS[protocol].includes(type))
    throw invalid('type', type, `${python(type)} is not one of ${python([...PROTOCOLS[protocol]])}`)
  return ok({ remote_console: { protocol, type, url: address(ctx, row, type) } })
}

export const consoleRoutes: readonly Route[] = [['POST', '/servers/:id/remote-consoles', remoteConsole]]
