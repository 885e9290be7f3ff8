/** Levers for tests, in process and as JSON under `/_control/`: changes that no API of a cloud offers. */
import { z } from 'zod'
import { type SeedCounts, seedMany } from './bulk.ts'
import type { Cloud, Settings } from './cloud.ts'
import type { Sessions } from './console/sessions.ts'
import { Fault } from './faults.ts'
import { change, fail, POWER } from './nova/base.ts'
import { bury, detachNow } from './nova/boot.ts'
import type { Server, Volume } from './rows.ts'

const Seed = z.object({
  tenants: z.int().optional(),
  servers: z.int().optional(),
  volumes: z.int().optional(),
  ports: z.int().optional(),
})

/** Tables whose rows may be read, changed and removed behind the services' backs. */
const TABLES = [
  'servers',
  'volumes',
  'snapshots',
  'networks',
  'subnets',
  'ports',
  'routers',
  'floatingIps',
  'securityGroups',
  'securityGroupRules',
  'images',
  'flavors',
  'projects',
  'users',
  'volumeTypes',
  'rbacPolicies',
  'serverGroups',
] as const
export type TableName = (typeof TABLES)[number]

export function createControl(cloud: Cloud, sessions: Sessions) {
  const serverOf = (id: string): Server => {
    const row = cloud.state.servers.get(id)
    if (!row) throw new Error(`No server ${id}`)
    return row
  }
  const tableOf = (name: TableName) => cloud.state[name] as Map<string, { id: string }>
  return {
    /** Settings of the whole cloud: token life, latency, `noValidHost`, `failVolumes`, `refuseConsoles`, … */
    set: (settings: Partial<Settings>): Settings => Object.assign(cloud.settings, settings),
    settings: (): Settings => cloud.settings,
    /** Voids all tokens, as when they expire or the keys rotate. */
    expireTokens: () => cloud.state.tokens.clear(),
    seed: (counts: SeedCounts) => seedMany(cloud, counts),

    /** Changes fields of a row, as somebody else would by other means. Time of change moves too. */
    patch: (table: TableName, id: string, fields: object) => {
      const row = tableOf(table).get(id)
      if (!row) throw new Error(`No ${table} ${id}`)
      Object.assign(row, fields, 'updatedAtMs' in row ? { updatedAtMs: cloud.now() } : {})
      cloud.changed()
    },
    /** Takes a row away at once, leaving what points at it. */
    vanish: (table: TableName, id: string) => {
      tableOf(table).delete(id)
      cloud.changed()
    },
    rows: (table: TableName) => [...tableOf(table).values()],

    /** Puts a server into ERROR with a fault. */
    failServer: (id: string, message = 'The machine has failed') => {
      fail(cloud, serverOf(id), 500, message)
      cloud.changed()
    },
    /** The guest shuts itself down. */
    powerOff: (id: string) => {
      change(cloud, serverOf(id), { vm_state: 'stopped', task_state: null, power_state: POWER.shutdown })
      cloud.changed()
    },
    /** Deletes a server behind everybody's back, with all that Nova would clear away. */
    deleteServer: (id: string) => {
      bury(cloud, serverOf(id))
      cloud.changed()
    },
    /** Detaches a volume from whatever holds it. */
    detachVolume: (id: string) => {
      for (const server of cloud.state.servers.values()) server.bdms = server.bdms.filter((bdm) => bdm.volume_id !== id)
      detachNow(cloud, id)
      cloud.changed()
    },
    volume: (id: string): Volume | undefined => cloud.state.volumes.get(id),

    /** Cuts open consoles of one machine, or all; returns how many. */
    dropConsoles: (serverId: string | null = null): number => sessions.drop(serverId),
    /** How many viewers a machine has. */
    viewers: (serverId: string): number => sessions.viewers(serverId),
    /** Key events that reached the VNC server of a machine, oldest first. */
    keyEvents: (serverId: string) => sessions.screen(serverId, 'tty1').keys,
    /** What was typed into a machine, Enter as a line end. */
    typed: (serverId: string, line: 'tty1' | 'ttyS0' = 'tty1'): string => sessions.screen(serverId, line).typed,
    /** What stands on the screen now. */
    screenText: (serverId: string, line: 'tty1' | 'ttyS0' = 'tty1'): string =>
      sessions.screen(serverId, line).terminal.text(),
    /** The machine writes text by itself, on its screens and into its log. */
    guestWrites: (serverId: string, text: string) => sessions.guestWrites(serverId, text),
    /** The screen changes its size: 80 by 25 at first. */
    resizeScreen: (serverId: string, columns: number, rows: number) => {
      const screen = sessions.screen(serverId, 'tty1')
      screen.terminal.resize(columns, rows)
      for (const viewer of screen.viewers) viewer.update()
    },
  }
}
export type Control = ReturnType<typeof createControl>

type Body = Record<string, never>
type ControlReply = { status: number; body: unknown }

/** `METHOD /_control/…`: the same by HTTP, for other processes. Arguments are the body's fields. */
export function controlRequest(
  cloud: Cloud,
  control: Control,
  method: string,
  path: string,
  query: URLSearchParams,
  body: Body,
): ControlReply {
  const [area, id] = path.split('/').filter(Boolean)
  const okay = (value: unknown = { ok: true }): ControlReply => ({ status: 200, body: value ?? { ok: true } })
  const name = `${method} ${area ?? ''}`
  switch (name) {
    case 'GET ':
      return okay({
        url: cloud.url,
        ids: cloud.ids,
        nowMs: cloud.now(),
        frozen: cloud.clock.frozen,
        pace: cloud.clock.pace,
        settings: cloud.settings,
      })
    case 'GET faults':
      return okay({ faults: cloud.faults.list() })
    case 'POST faults':
      return okay({ id: cloud.faults.add(Fault.parse(body)) })
    case 'DELETE faults':
      return okay(id ? cloud.faults.remove(Number(id)) : cloud.faults.clear())
    case 'GET calls': {
      const filter = Object.fromEntries(query)
      const calls = cloud.calls.list(filter)
      return okay({ count: calls.length, total: cloud.calls.total, ...(query.has('count') ? {} : { calls }) })
    }
    case 'DELETE calls':
      return okay(cloud.calls.clear())
    case 'POST clock': {
      const wanted = z
        .object({
          advanceMs: z.number().optional(),
          frozen: z.boolean().optional(),
          pace: z.number().nonnegative().optional(),
        })
        .parse(body)
      if (wanted.pace !== undefined) cloud.clock.pace = wanted.pace
      if (wanted.frozen !== undefined) wanted.frozen ? cloud.clock.freeze() : cloud.clock.resume()
      if (wanted.advanceMs !== undefined) cloud.clock.advance(wanted.advanceMs)
      return okay({
        nowMs: cloud.now(),
        frozen: cloud.clock.frozen,
        pace: cloud.clock.pace,
        pending: cloud.clock.pending.length,
      })
    }
    case 'GET clock':
      return okay({
        nowMs: cloud.now(),
        frozen: cloud.clock.frozen,
        pace: cloud.clock.pace,
        pending: cloud.clock.pending,
      })
    case 'POST seed':
      return okay(control.seed(Seed.parse(body)))
    case 'POST settings':
      return okay(control.set(body))
    case 'POST call':
      return call(control, String(id), body)
    case 'GET rows':
      if (!TABLES.includes(id as TableName)) return { status: 404, body: { error: `No table ${id}` } }
      return okay({ rows: control.rows(id as TableName) })
    default:
      return { status: 404, body: { error: `No such lever: ${name}` } }
  }
}

/** `POST /_control/call/<function>` with `{"args": […]}`: any function of `Control`. */
function call(control: Control, name: string, body: { args?: unknown[] }): ControlReply {
  const lever = Object.hasOwn(control, name)
    ? (control as unknown as Record<string, (...args: unknown[]) => unknown>)[name]
    : undefined
  if (!lever) return { status: 404, body: { error: `No such function: ${name}` } }
  return { status: 200, body: { result: lever(...(body.args ?? [])) ?? null } }
}
