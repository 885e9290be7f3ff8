/** Floating IPs as sync meets them. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { deleteFloatingIp, type FloatingIp, getFloatingIp } from '../../openstack/neutron/floatingips.ts'
import { parseTime } from '../../openstack/time.ts'
import { syncOf } from '../../sync/define.ts'
import { uuidOfMark } from '../base/marks.ts'
import { mappingsOf, type NatMapping } from '../base/nat.ts'
import { loadRefs, type Refs } from '../base/refs.ts'
import { tenants } from '../tenant/table.ts'
import { floatingIpPull } from './pull.ts'
import type { FloatingIpRow } from './table.ts'

type Context = { refs: Refs; mappings: ReadonlyMap<string, NatMapping> }

export const floatingIpSync = syncOf<FloatingIpRow, FloatingIp, Context>({
  kind: 'floating_ip',
  group: 'subresources',
  rank: 60,
  list: (session, since) => (since ? undefined : floatingIpPull.list(session)),
  get: ({ neutron }, id) => getFloatingIp(neutron, id),
  remove: ({ neutron }, id) => deleteFloatingIp(neutron, id),
  id: ({ id }) => id,
  project: ({ project_id }) => project_id,
  mark: ({ description }) => uuidOfMark(description),
  createdAt: ({ created_at }) => parseTime(created_at),
  isIdle: ({ port_id }) => port_id === null,
  words: ({ floating_ip_address, status }) => `${floating_ip_address} (${status})`,
  prepare: async (settingsUuid) => {
    const rows = await db.select({ uuid: tenants.uuid }).from(tenants).where(eq(tenants.settingsUuid, settingsUuid))
    return {
      refs: await loadRefs(settingsUuid, { port: 'all' }),
      mappings: await mappingsOf(rows.map(({ uuid }) => uuid)),
    }
  },
  columns: (address, { refs, mappings }, row, { tenantUuid }) =>
    floatingIpPull.columnsFromCloud(address, refs, mappings.get(tenantUuid) ?? [], row),
  isImported: true,
  // Waldur has no words of its own for these.
  events: { imported: 'resource_import_succeeded', cleaned: 'resource_deletion_succeeded' },
})
