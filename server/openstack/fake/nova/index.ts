/** Compute API v2.1. */

import type { TaskTable } from '../cloud.ts'
import { type Ctx, noContent, ok, type Reply, type Route } from '../http.ts'
import { rulesOf } from '../neutron/securitygroups.ts'
import type { Server } from '../rows.ts'
import { act, actionTasks } from './actions.ts'
import { change, checkLock, checkState, forbidden, invalid, missing, note, python, serverOf } from './base.ts'
import { boot, bootTasks, bury } from './boot.ts'
import { consoleRoutes } from './consoles.ts'
import { createServer } from './create.ts'
import { deviceRoutes, deviceTasks } from './devices.ts'
import { flavorRoutes } from './flavors.ts'
import { groupRoutes } from './groups.ts'
import { historyRoutes } from './history.ts'
import { hostRoutes } from './hosts.ts'
import { imageTasks } from './images.ts'
import { keypairRoutes } from './keypairs.ts'
import { listServers } from './list.ts'
import { quotaRoutes } from './quotas.ts'
import { resizeTasks } from './resize.ts'
import { addressesOf, lookupOf, serverView } from './view.ts'

function show(ctx: Ctx, row = serverOf(ctx)): Reply {
  return ok({ server: serverView(ctx, row, lookupOf(ctx.cloud, [row])) })
}

function update(ctx: Ctx): Reply {
  const row = serverOf(ctx)
  const given = ctx.body?.server ?? {}
  const known = ['name', 'description', 'accessIPv4', 'accessIPv6', 'OS-DCF:diskConfig', 'hostname']
  const unknown = Object.keys(given).find((key) => !known.includes(key) || (key === 'description' && ctx.version < 19))
  if (unknown)
    throw invalid('server', python(given), `Additional properties are not allowed ('${unknown}' was unexpected)`)
  if (given.name !== undefined) {
    if (typeof given.name !== 'string' || given.name.trim() === '') throw invalid('name', given.name, "'' is too short")
    if (given.name.length > 255) throw invalid('name', given.name, `'${given.name}' is too long`)
    row.name = given.name.trim()
  }
  if (given.description !== undefined) row.description = given.description
  row.updatedAtMs = ctx.cloud.now()
  return show(ctx, row)
}

function remove(ctx: Ctx): Reply {
  const row = serverOf(ctx)
  checkLock(ctx, row)
  if (row.task_state === 'deleting') return noContent()
  note(ctx, row, 'delete')
  // What never got to a host is gone at once.
  if (row.host === null) bury(ctx.cloud, row)
  else {
    change(ctx.cloud, row, { task_state: 'deleting' })
    for (const { port_id } of row.nics) {
      const port = ctx.cloud.state.ports.get(port_id)
      if (port) port.status = 'DOWN'
    }
    ctx.cloud.later(900, 'nova.deleted', { id: row.id })
  }
  return noContent()
}

function securityGroups(ctx: Ctx): Reply {
  const row = serverOf(ctx)
  const { state } = ctx.cloud
  const ids = new Set(row.nics.flatMap((nic) => state.ports.get(nic.port_id)?.security_groups ?? []))
  const rows = [...ids].map((id) => state.securityGroups.get(id)).filter((group) => group !== undefined)
  return ok({
    security_groups: rows.map((group) => ({
      id: group.id,
      description: group.description,
      name: group.name,
      tenant_id: group.project_id,
      rules: rulesOf(ctx.cloud, group.id)
        .filter((rule) => rule.direction === 'ingress')
        .map((rule) => ({
          id: rule.id,
          parent_group_id: group.id,
          ip_protocol: rule.protocol,
          from_port: rule.port_range_min,
          to_port: rule.port_range_max,
          group: rule.remote_group_id
            ? { name: state.securityGroups.get(rule.remote_group_id)?.name, tenant_id: group.project_id }
            : {},
          ip_range: rule.remote_ip_prefix ? { cidr: rule.remote_ip_prefix } : {},
        })),
    })),
  })
}

/** Tags are kept in the cell, which a machine in scheduling has not yet. */
function taggedServer(ctx: Ctx): Server {
  const row = serverOf(ctx)
  if (row.task_state === 'scheduling') throw missing(`Instance ${row.id} could not be found.`)
  if (ctx.method !== 'GET') checkState(row, 'update tag', ['active', 'paused', 'suspended', 'stopped'], null)
  return row
}

function setTag(ctx: Ctx): Reply {
  const row = taggedServer(ctx)
  const { tag } = ctx.params
  if (row.tags.includes(tag)) return noContent()
  row.tags = [...row.tags, tag].sort()
  return { status: 201, headers: { Location: `${ctx.base}${ctx.path}` } }
}

function dropTag(ctx: Ctx): Reply {
  const row = taggedServer(ctx)
  const { tag } = ctx.params
  if (!row.tags.includes(tag)) throw missing(`Server ${row.id} has no tag '${tag}'`)
  row.tags = row.tags.filter((one) => one !== tag)
  return noContent()
}

export const novaRoutes: readonly Route[] = [
  ['GET', '/servers', (ctx) => listServers(ctx, false)],
  ['GET', '/servers/detail', (ctx) => listServers(ctx, true)],
  ['POST', '/servers', (ctx) => createServer(ctx, (row, wanted) => boot(ctx.cloud, row, wanted))],
  ['GET', '/servers/:id', (ctx) => show(ctx)],
  ['PUT', '/servers/:id', update],
  ['DELETE', '/servers/:id', remove],
  ['POST', '/servers/:id/action', act],
  [
    'GET',
    '/servers/:id/ips',
    (ctx) => {
      const row = serverOf(ctx)
      return ok({ addresses: addressesOf(ctx.cloud, row, lookupOf(ctx.cloud, [row]), false) })
    },
  ],
  ['GET', '/servers/:id/metadata', (ctx) => ok({ metadata: serverOf(ctx).metadata })],
  [
    'POST',
    '/servers/:id/metadata',
    (ctx) => ok({ metadata: Object.assign(serverOf(ctx).metadata, ctx.body?.metadata) }),
  ],
  ['PUT', '/servers/:id/metadata', (ctx) => ok({ metadata: (serverOf(ctx).metadata = { ...ctx.body?.metadata }) })],
  [
    'DELETE',
    '/servers/:id/metadata/:key',
    (ctx) => {
      const { metadata } = serverOf(ctx)
      if (!(ctx.params.key in metadata)) throw missing('Metadata item was not found')
      delete metadata[ctx.params.key]
      return noContent()
    },
  ],
  ['GET', '/servers/:id/tags', (ctx) => ok({ tags: taggedServer(ctx).tags })],
  [
    'PUT',
    '/servers/:id/tags',
    (ctx) => ok({ tags: (taggedServer(ctx).tags = [...new Set<string>(ctx.body?.tags ?? [])].sort()) }),
  ],
  ['PUT', '/servers/:id/tags/:tag', setTag],
  ['DELETE', '/servers/:id/tags/:tag', dropTag],
  ['GET', '/servers/:id/os-security-groups', securityGroups],
  [
    'GET',
    '/servers/:id/diagnostics',
    (ctx) => {
      if (!ctx.identity.isAdmin) throw forbidden('os-server-diagnostics')
      return ok({ state: 'running', driver: 'built-in', num_cpus: serverOf(ctx).flavor.vcpus })
    },
  ],
  ...historyRoutes,
  ...consoleRoutes,
  ...deviceRoutes,
  ...flavorRoutes,
  ...keypairRoutes,
  ...groupRoutes,
  ...hostRoutes,
  ...quotaRoutes,
]

export const novaTasks: TaskTable = { ...bootTasks, ...actionTasks, ...resizeTasks, ...deviceTasks, ...imageTasks }
