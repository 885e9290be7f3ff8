/** Cloud objects that a removal could not confirm as gone: tried again until the cloud says that they are. */
import { eq } from 'drizzle-orm'
import { db, transaction } from '../db/client.ts'
import { recordEvent, SYSTEM } from './events/record.ts'
import { errorLine, explain } from './jobs/explain.ts'
import { type LeftoverRow, leftovers } from './jobs/table.ts'
import { noteChange } from './live/changes.ts'
import { deleteSnapshot } from './openstack/cinder/snapshots.ts'
import { deleteVolume, getVolume } from './openstack/cinder/volumes.ts'
import { isGone, isOpenStackError } from './openstack/errors.ts'
import { deleteProject } from './openstack/keystone/projects.ts'
import { deleteUser } from './openstack/keystone/users.ts'
import type { CloudSession } from './openstack/login.ts'
import { deleteFloatingIp } from './openstack/neutron/floatingips.ts'
import { deleteNetwork } from './openstack/neutron/networks.ts'
import { deletePort, listRouterInterfaces } from './openstack/neutron/ports.ts'
import { deleteRouter, removeRouterInterface } from './openstack/neutron/routers.ts'
import { deleteSecurityGroup } from './openstack/neutron/securitygroups.ts'
import { deleteSubnet } from './openstack/neutron/subnets.ts'
import { deleteServer, getServer } from './openstack/nova/servers.ts'

type Remove = (session: CloudSession, id: string) => Promise<unknown>

/** Asks for the removal; gone is what the service no longer shows. */
const REMOVALS: Record<string, Remove> = {
  server: ({ nova }, id) => deleteServer(nova, id),
  volume: ({ cinder }, id) => deleteVolume(cinder, id),
  snapshot: ({ cinder }, id) => deleteSnapshot(cinder, id),
  network: ({ neutron }, id) => deleteNetwork(neutron, id),
  subnet: ({ neutron }, id) => deleteSubnet(neutron, id),
  port: ({ neutron }, id) => deletePort(neutron, id),
  router: async ({ neutron }, id) => {
    for (const port of await listRouterInterfaces(neutron, id))
      await removeRouterInterface(neutron, id, { port_id: port.id })
    await deleteRouter(neutron, id)
  },
  floating_ip: ({ neutron }, id) => deleteFloatingIp(neutron, id),
  security_group: ({ neutron }, id) => deleteSecurityGroup(neutron, id),
  project: ({ keystone }, id) => deleteProject(keystone, id),
  user: ({ keystone }, id) => deleteUser(keystone, id),
}

/** What the service accepts now and does later is looked at again. */
const SLOW: Record<string, Remove> = {
  server: async ({ nova }, id) => {
    const { status } = await getServer(nova, id)
    return ['DELETED', 'SOFT_DELETED'].includes(status) ? undefined : status
  },
  volume: ({ cinder }, id) => getVolume(cinder, id),
}

/** `volume:ab12…` names the row that it was made for. */
const kindOf = ({ kind }: Pick<LeftoverRow, 'kind'>): string => kind.split(':')[0]

/** Whether the portal knows how to remove it. */
export const isRemovable = (row: Pick<LeftoverRow, 'kind' | 'backendId'>): boolean =>
  row.backendId !== '' && Object.hasOwn(REMOVALS, kindOf(row))

const removeFromCloud = async (session: CloudSession, row: LeftoverRow): Promise<boolean> => {
  const kind = kindOf(row)
  try {
    await REMOVALS[kind](session, row.backendId)
    const left = await SLOW[kind]?.(session, row.backendId)
    return left === undefined
  } catch (error) {
    if (isGone(error)) return true
    throw error
  }
}

/** Takes it off the list, gone or given up by a person. In a transaction. */
export const forgetLeftover = async (row: LeftoverRow): Promise<void> => {
  await db.delete(leftovers).where(eq(leftovers.uuid, row.uuid))
  await noteChange('foyer-leftovers', 'deleted', { uuid: row.uuid })
}

/** Tries once more. @returns whether it is gone now; why not stands in the row. */
export const retryLeftover = async (row: LeftoverRow, session: CloudSession): Promise<boolean> => {
  let reason = row.reason
  if (isRemovable(row))
    try {
      if (await removeFromCloud(session, row)) {
        await transaction(async () => {
          await forgetLeftover(row)
          await recordEvent({
            type: 'resource_deletion_succeeded',
            message: `What a removal had left behind (${kindOf(row)} ${row.backendId}) is gone from the cloud.`,
            author: SYSTEM,
            context: { backend_id: row.backendId, kind: kindOf(row) },
          })
        })
        return true
      }
    } catch (error) {
      if (!isOpenStackError(error)) throw error
      reason = errorLine(explain(error))
    }
  await transaction(async () => {
    await db
      .update(leftovers)
      .set({ reason, triedAt: new Date(), attempts: row.attempts + 1 })
      .where(eq(leftovers.uuid, row.uuid))
    await noteChange('foyer-leftovers', 'updated', { uuid: row.uuid })
  })
  return false
}
