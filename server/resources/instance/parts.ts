/** The rows that belong to an instance: its volumes, ports and floating addresses. */
import { asc, eq, inArray } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { State } from '../../jobs/states.ts'
import { noteChange } from '../../live/changes.ts'
import { type FloatingIpRow, floatingIps } from '../floating-ip/table.ts'
import { type PortRow, ports } from '../port/table.ts'
import { type VolumeRow, volumes } from '../volume/table.ts'
import { instanceSecurityGroups } from './table.ts'

export type Parts = { volumes: VolumeRow[]; ports: PortRow[]; floatingIps: FloatingIpRow[] }

/** The system volume comes first: bootable, then in the order of their making. */
export const partsOf = async (instanceUuid: string): Promise<Parts> => {
  const [disks, nics] = await Promise.all([
    db
      .select()
      .from(volumes)
      .where(eq(volumes.instanceUuid, instanceUuid))
      .orderBy(asc(volumes.createdAt), asc(volumes.uuid)),
    db.select().from(ports).where(eq(ports.instanceUuid, instanceUuid)).orderBy(asc(ports.createdAt), asc(ports.uuid)),
  ])
  const addresses =
    nics.length > 0
      ? await db
          .select()
          .from(floatingIps)
          .where(
            inArray(
              floatingIps.portUuid,
              nics.map((port) => port.uuid),
            ),
          )
      : []
  disks.sort((a, b) => Number(b.bootable) - Number(a.bootable))
  return { volumes: disks, ports: nics, floatingIps: addresses }
}

type Change = { state?: State; action?: string; errorMessage?: string; runtimeState?: string } & Record<string, unknown>

export const setVolume = async (row: VolumeRow, patch: Change): Promise<void> => {
  await db
    .update(volumes)
    .set({ ...patch, modifiedAt: new Date() })
    .where(eq(volumes.uuid, row.uuid))
  await noteChange('openstack-volumes', 'updated', row)
}
export const setPort = async (row: PortRow, patch: Change): Promise<void> => {
  await db
    .update(ports)
    .set({ ...patch, modifiedAt: new Date() })
    .where(eq(ports.uuid, row.uuid))
  await noteChange('openstack-ports', 'updated', row)
}
export const setFloatingIp = async (row: FloatingIpRow, patch: Change): Promise<void> => {
  await db
    .update(floatingIps)
    .set({ ...patch, modifiedAt: new Date() })
    .where(eq(floatingIps.uuid, row.uuid))
  await noteChange('openstack-floating-ips', 'updated', row)
}

/** Removes rows whose cloud objects are gone. In a transaction. */
export const dropParts = async (parts: Parts): Promise<void> => {
  for (const row of parts.floatingIps) {
    await db.delete(floatingIps).where(eq(floatingIps.uuid, row.uuid))
    await noteChange('openstack-floating-ips', 'deleted', row)
  }
  for (const row of parts.ports) {
    await db.delete(ports).where(eq(ports.uuid, row.uuid))
    await noteChange('openstack-ports', 'deleted', row)
  }
  for (const row of parts.volumes) {
    await db.delete(volumes).where(eq(volumes.uuid, row.uuid))
    await noteChange('openstack-volumes', 'deleted', row)
  }
}

/** Writes which security groups an instance bears. In a transaction. */
export const setInstanceGroups = async (instanceUuid: string, groupUuids: readonly string[]): Promise<void> => {
  await db.delete(instanceSecurityGroups).where(eq(instanceSecurityGroups.instanceUuid, instanceUuid))
  if (groupUuids.length > 0)
    await db
      .insert(instanceSecurityGroups)
      .values([...new Set(groupUuids)].map((securityGroupUuid) => ({ instanceUuid, securityGroupUuid })))
}
