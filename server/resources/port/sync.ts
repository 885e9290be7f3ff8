/** Ports as sync meets them: with their network, subnet, instance or router, and groups. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { deletePort, getPort, type Port } from '../../openstack/neutron/ports.ts'
import { parseTime } from '../../openstack/time.ts'
import { syncOf } from '../../sync/define.ts'
import { uuidOfMark } from '../base/marks.ts'
import { loadRefs, type Refs } from '../base/refs.ts'
import { floatingIps } from '../floating-ip/table.ts'
import { portPull } from './pull.ts'
import { type PortRow, portSecurityGroups, ports } from './table.ts'

type Context = { refs: Refs; groups: ReadonlyMap<string, string[]> }

export const portSync = syncOf<PortRow, Port, Context>({
  kind: 'port',
  group: 'subresources',
  rank: 50,
  list: (session, since) => (since ? undefined : portPull.list(session)),
  get: ({ neutron }, id) => getPort(neutron, id),
  remove: ({ neutron }, id) => deletePort(neutron, id),
  id: ({ id }) => id,
  project: ({ project_id }) => project_id,
  mark: ({ description }) => uuidOfMark(description),
  createdAt: ({ created_at }) => parseTime(created_at),
  isIdle: ({ device_id }) => device_id === '',
  words: ({ name, mac_address, status }) => `${name || mac_address} (${status})`,
  prepare: async (settingsUuid) => {
    const links = await db
      .select({ port: portSecurityGroups.portUuid, group: portSecurityGroups.securityGroupUuid })
      .from(portSecurityGroups)
      .innerJoin(ports, eq(ports.uuid, portSecurityGroups.portUuid))
      .where(eq(ports.settingsUuid, settingsUuid))
    const groups = new Map<string, string[]>()
    for (const { port, group } of links) groups.set(port, [...(groups.get(port) ?? []), group])
    const refs = await loadRefs(settingsUuid, { network: 'all', subnet: 'all', instance: 'all', securityGroup: 'all' })
    return { refs, groups }
  },
  columns: (port, { refs }, row) => {
    // A port on an external or foreign network has no place among the tenant's own.
    const networkUuid = refs('network', port.network_id)
    if (!networkUuid) return undefined
    return { ...portPull.columnsFromCloud(port, refs, row), networkUuid }
  },
  follow: (port, { refs, groups }, row) => {
    const wanted = portPull.groupUuidsOf(port, refs)
    if ([...wanted].sort().join() === [...(groups.get(row.uuid) ?? [])].sort().join()) return undefined
    return { write: async () => void (await portPull.setPortGroups(row.uuid, wanted)) }
  },
  drop: async ({ uuid }) => {
    await db.delete(portSecurityGroups).where(eq(portSecurityGroups.portUuid, uuid))
    await db.update(floatingIps).set({ portUuid: null, modifiedAt: new Date() }).where(eq(floatingIps.portUuid, uuid))
  },
  isImported: true,
})
