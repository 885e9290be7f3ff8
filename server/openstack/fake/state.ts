/** All rows in maps, and how they become one JSON file and come back. */
import fs from 'node:fs'
import path from 'node:path'
import type { Task } from './clock.ts'
import type * as Rows from './rows.ts'

export const emptyState = () => ({
  domains: new Map<string, Rows.Domain>(),
  projects: new Map<string, Rows.Project>(),
  users: new Map<string, Rows.User>(),
  roles: new Map<string, Rows.Role>(),
  /** `project|user|role`, or `system|user|role`. */
  assignments: new Map<string, true>(),
  tokens: new Map<string, Rows.Token>(),
  flavors: new Map<string, Rows.Flavor>(),
  keypairs: new Map<number, Rows.Keypair>(),
  serverGroups: new Map<string, Rows.ServerGroup>(),
  servers: new Map<string, Rows.Server>(),
  novaQuotas: new Map<string, Rows.Limits>(),
  volumes: new Map<string, Rows.Volume>(),
  snapshots: new Map<string, Rows.Snapshot>(),
  volumeTypes: new Map<string, Rows.VolumeType>(),
  messages: new Map<string, Rows.Message>(),
  cinderQuotas: new Map<string, Rows.Limits>(),
  networks: new Map<string, Rows.Network>(),
  subnets: new Map<string, Rows.Subnet>(),
  ports: new Map<string, Rows.Port>(),
  routers: new Map<string, Rows.Router>(),
  floatingIps: new Map<string, Rows.FloatingIp>(),
  securityGroups: new Map<string, Rows.SecurityGroup>(),
  securityGroupRules: new Map<string, Rows.SecurityGroupRule>(),
  rbacPolicies: new Map<string, Rows.RbacPolicy>(),
  neutronQuotas: new Map<string, Rows.Limits>(),
  images: new Map<string, Rows.Image>(),
  /** Counters and other small facts: `servers`, `keypairs`, `rules`. */
  counters: new Map<string, number>(),
})
export type State = ReturnType<typeof emptyState>

type Saved = { version: 1; tasks: Task[]; tables: Record<string, [unknown, unknown][]> }

/** Takes the rows of `file` into `state`; false if there is no such file. */
export function loadState(file: string, state: State): Task[] | null {
  if (!fs.existsSync(file)) return null
  const saved = JSON.parse(fs.readFileSync(file, 'utf8')) as Saved
  for (const [name, entries] of Object.entries(saved.tables)) {
    const table = (state as Record<string, Map<unknown, unknown>>)[name]
    if (table) for (const [key, row] of entries) table.set(key, row)
  }
  return saved.tasks
}

/** Writes the file in one step, so that a kill leaves the old or the new one. */
export function saveState(file: string, state: State, tasks: readonly Task[]): void {
  const tables = Object.fromEntries(Object.entries(state).map(([name, table]) => [name, [...table.entries()]]))
  fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
  const next = `${file}.next`
  fs.writeFileSync(next, JSON.stringify({ version: 1, tasks: [...tasks], tables }), { mode: 0o600 })
  fs.renameSync(next, file)
}
