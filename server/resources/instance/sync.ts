/** Servers as sync meets them. Unknown ones are the cloud's: a person decides whether they are imported. */
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { deleteServer, getServer, isPartial, listServers, type Server } from '../../openstack/nova/servers.ts'
import { formatTime, parseTime } from '../../openstack/time.ts'
import { syncOf } from '../../sync/define.ts'
import { uuidOfMark } from '../base/marks.ts'
import { textFromCloud } from '../base/neutron.ts'
import { portSecurityGroups, ports } from '../port/table.ts'
import { volumes } from '../volume/table.ts'
import { columnsFromNova } from './cloud.ts'
import { type InstanceRow, instanceSecurityGroups, instances } from './table.ts'

/** Groups by instance: those that are noted, and those that its ports bear. */
type Context = { noted: ReadonlyMap<string, Set<string>>; borne: ReadonlyMap<string, Set<string>> }

const gathered = (links: readonly { instance: string | null; group: string }[]): Map<string, Set<string>> => {
  const found = new Map<string, Set<string>>()
  for (const { instance, group } of links)
    if (instance) found.set(instance, (found.get(instance) ?? new Set()).add(group))
  return found
}

export const instanceSync = syncOf<InstanceRow, Server, Context>({
  kind: 'server',
  group: 'resources',
  rank: 10,
  list: ({ nova }, since) =>
    listServers(nova, { all_tenants: 1, ...(since && { 'changes-since': formatTime(since) }) }),
  get: ({ nova }, id) => getServer(nova, id),
  remove: ({ nova }, id) => deleteServer(nova, id),
  id: ({ id }) => id,
  project: ({ tenant_id }) => tenant_id,
  mark: ({ tags }) => tags.map(uuidOfMark).find(Boolean),
  createdAt: ({ created }) => parseTime(created),
  isUnreadable: isPartial,
  isDeleted: ({ status }) => status === 'DELETED' || status === 'SOFT_DELETED',
  isFaulty: ({ status }) => status === 'ERROR',
  words: ({ name, status, flavor }) => `${name} (${flavor?.original_name ?? ''}, ${status})`,
  prepare: async (settingsUuid) => {
    const noted = await db
      .select({ instance: instanceSecurityGroups.instanceUuid, group: instanceSecurityGroups.securityGroupUuid })
      .from(instanceSecurityGroups)
      .innerJoin(instances, eq(instances.uuid, instanceSecurityGroups.instanceUuid))
      .where(eq(instances.settingsUuid, settingsUuid))
    const borne = await db
      .select({ instance: ports.instanceUuid, group: portSecurityGroups.securityGroupUuid })
      .from(portSecurityGroups)
      .innerJoin(ports, eq(ports.uuid, portSecurityGroups.portUuid))
      .where(and(eq(ports.settingsUuid, settingsUuid), isNotNull(ports.instanceUuid)))
    return { noted: gathered(noted), borne: gathered(borne) }
  },
  columns: (server, _, row) => ({
    ...columnsFromNova(server),
    ...(server.description != null && { description: textFromCloud(server.description, row?.description) }),
  }),
  follow: (_, { noted, borne }, { uuid }) => {
    const before = noted.get(uuid) ?? new Set<string>()
    const wanted = borne.get(uuid) ?? new Set<string>()
    const added = [...wanted].filter((group) => !before.has(group))
    const removed = [...before].filter((group) => !wanted.has(group))
    if (added.length + removed.length === 0) return undefined
    return {
      write: async () => {
        if (removed.length > 0)
          await db
            .delete(instanceSecurityGroups)
            .where(
              and(
                eq(instanceSecurityGroups.instanceUuid, uuid),
                inArray(instanceSecurityGroups.securityGroupUuid, removed),
              ),
            )
        if (added.length > 0)
          await db
            .insert(instanceSecurityGroups)
            .values(added.map((securityGroupUuid) => ({ instanceUuid: uuid, securityGroupUuid })))
            .onConflictDoNothing()
      },
    }
  },
  drop: async ({ uuid }) => {
    const modifiedAt = new Date()
    await db.delete(instanceSecurityGroups).where(eq(instanceSecurityGroups.instanceUuid, uuid))
    await db.update(volumes).set({ instanceUuid: null, modifiedAt }).where(eq(volumes.instanceUuid, uuid))
    await db.update(ports).set({ instanceUuid: null, modifiedAt }).where(eq(ports.instanceUuid, uuid))
  },
  isImported: false,
  events: { imported: 'resource_import_succeeded', cleaned: 'resource_deletion_succeeded' },
})
