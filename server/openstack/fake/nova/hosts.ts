/** Services, hypervisors, zones: one host that never fails. */
import { isoMicros } from '../clock.ts'
import { type Ctx, ok, type Reply, type Route } from '../http.ts'
import { stableUuid } from '../ids.ts'
import { adminOnly } from './base.ts'

const HOST = 'compute1'
const BINARIES = [
  ['nova-conductor', 'internal'],
  ['nova-scheduler', 'internal'],
  ['nova-compute', 'nova'],
] as const

function services(ctx: Ctx): Reply {
  adminOnly(ctx, 'os-services:list')
  return ok({
    services: BINARIES.map(([binary, zone], index) => ({
      binary,
      host: HOST,
      id: ctx.version >= 53 ? stableUuid(binary) : index + 1,
      zone,
      status: 'enabled',
      state: 'up',
      updated_at: isoMicros(ctx.cloud.now()),
      disabled_reason: null,
      ...(ctx.version >= 11 ? { forced_down: false } : {}),
    })),
  })
}

function totals(ctx: Ctx) {
  const rows = [...ctx.cloud.state.servers.values()].filter((row) => row.host !== null && row.vm_state !== 'deleted')
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  const used = {
    vcpus_used: sum((row) => row.flavor.vcpus),
    memory_mb_used: sum((row) => row.flavor.ram),
    local_gb_used: sum((row) => (row.image_id ? row.flavor.disk : 0)),
  }
  const { hostVcpus, hostRamMib } = ctx.cloud.settings
  const size = { vcpus: hostVcpus, memory_mb: hostRamMib, local_gb: 10_240 }
  return {
    ...size,
    ...used,
    free_ram_mb: size.memory_mb - used.memory_mb_used,
    free_disk_gb: size.local_gb - used.local_gb_used,
    current_workload: 0,
    running_vms: rows.length,
    disk_available_least: size.local_gb - used.local_gb_used,
  }
}

function hypervisors(ctx: Ctx, detailed: boolean): Reply {
  adminOnly(ctx, 'os-hypervisors:list')
  const byUuid = ctx.version >= 53
  const row = {
    id: byUuid ? stableUuid('hypervisor') : 1,
    hypervisor_hostname: `${HOST}.built-in`,
    state: 'up',
    status: 'enabled',
    ...(detailed
      ? {
          hypervisor_type: 'built-in',
          hypervisor_version: 1_000_000,
          host_ip: '127.0.0.1',
          service: { id: byUuid ? stableUuid('nova-compute') : 3, host: HOST, disabled_reason: null },
          ...(ctx.version >= 88 ? { uptime: null } : totals(ctx)),
        }
      : {}),
  }
  return ok({ hypervisors: [row] })
}

function zones(ctx: Ctx, detailed: boolean): Reply {
  if (!detailed)
    return ok({ availabilityZoneInfo: [{ zoneName: 'nova', zoneState: { available: true }, hosts: null }] })
  adminOnly(ctx, 'os-availability-zone:detail')
  const up = { available: true, active: true, updated_at: isoMicros(ctx.cloud.now()) }
  const hosts = (zone: string) => ({
    [HOST]: Object.fromEntries(BINARIES.filter(([, place]) => place === zone).map(([binary]) => [binary, up])),
  })
  return ok({
    availabilityZoneInfo: ['internal', 'nova'].map((zone) => ({
      zoneName: zone,
      zoneState: { available: true },
      hosts: hosts(zone),
    })),
  })
}

export const hostRoutes: readonly Route[] = [
  ['GET', '/os-availability-zone', (ctx) => zones(ctx, false)],
  ['GET', '/os-availability-zone/detail', (ctx) => zones(ctx, true)],
  ['GET', '/os-services', services],
  ['GET', '/os-hypervisors', (ctx) => hypervisors(ctx, false)],
  ['GET', '/os-hypervisors/detail', (ctx) => hypervisors(ctx, true)],
  [
    'GET',
    '/os-hypervisors/statistics',
    (ctx) => {
      adminOnly(ctx, 'os-hypervisors:statistics')
      return ok({ hypervisor_statistics: { count: 1, ...totals(ctx) } })
    },
  ],
  [
    'GET',
    '/os-aggregates',
    (ctx) => {
      adminOnly(ctx, 'os-aggregates:index')
      return ok({ aggregates: [] })
    },
  ],
  [
    'GET',
    '/os-migrations',
    (ctx) => {
      adminOnly(ctx, 'os-migrations:index')
      return ok({ migrations: [] })
    },
  ],
  ['GET', '/extensions', () => ok({ extensions: [] })],
]
