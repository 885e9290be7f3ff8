/** Between Neutron's ports and our rows: used by every job that makes or finds a port, and by sync. */
import { and, eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { newUuid } from '../../ids.ts'
import { noteChange } from '../../live/changes.ts'
import type { Port } from '../../openstack/neutron/ports.ts'
import { type PortRow, portSecurityGroups, ports } from '../port/table.ts'
import { placeOf } from './children.ts'
import { textFromCloud } from './neutron.ts'
import { loadRefs, type Refs } from './refs.ts'

export const INTERFACE_OWNERS = [
  'network:router_interface',
  'network:router_interface_distributed',
  'network:ha_router_replicated_interface',
]

/** Columns that the cloud decides. `row` is ours as it is, when there is one; the network must be a row of ours. */
export const portColumns = (port: Port, refs: Refs, row?: Pick<PortRow, 'description'>) =>
  ({
    name: port.name,
    description: textFromCloud(port.description, row?.description),
    runtimeState: port.status,
    subnetUuid: refs('subnet', port.fixed_ips[0]?.subnet_id) ?? null,
    instanceUuid: refs('instance', port.device_id) ?? null,
    macAddress: port.mac_address,
    fixedIps: port.fixed_ips.map(({ ip_address, subnet_id }) => ({ ip_address, subnet_id })),
    allowedAddressPairs: port.allowed_address_pairs.map(({ ip_address, mac_address }) => ({ ip_address, mac_address })),
    adminStateUp: port.admin_state_up,
    portSecurityEnabled: port.port_security_enabled,
    deviceId: port.device_id,
    deviceOwner: port.device_owner,
  }) satisfies Partial<PortRow>

/** The rows that a port of Neutron's points at. */
export const refsOfPort = (settingsUuid: string, port: Port): Promise<Refs> =>
  loadRefs(settingsUuid, {
    network: [port.network_id],
    subnet: port.fixed_ips.map((fixed) => fixed.subnet_id),
    instance: [port.device_id],
    securityGroup: port.security_groups,
  })

/** Writes which security groups a port bears. In a transaction. @returns whether anything changed. */
export const setPortGroups = async (portUuid: string, groupUuids: readonly string[]): Promise<boolean> => {
  const before = await db
    .select({ uuid: portSecurityGroups.securityGroupUuid })
    .from(portSecurityGroups)
    .where(eq(portSecurityGroups.portUuid, portUuid))
  const old = new Set(before.map((row) => row.uuid))
  const wanted = new Set(groupUuids)
  for (const securityGroupUuid of old)
    if (!wanted.has(securityGroupUuid))
      await db
        .delete(portSecurityGroups)
        .where(
          and(eq(portSecurityGroups.portUuid, portUuid), eq(portSecurityGroups.securityGroupUuid, securityGroupUuid)),
        )
  const added = [...wanted].filter((uuid) => !old.has(uuid))
  if (added.length > 0)
    await db
      .insert(portSecurityGroups)
      .values(added.map((securityGroupUuid) => ({ portUuid, securityGroupUuid })))
      .onConflictDoNothing()
  return added.length > 0 || old.size !== wanted.size
}

export const groupUuidsOf = (port: Port, refs: Refs): string[] =>
  port.security_groups.flatMap((id) => refs('securityGroup', id) ?? [])

type Place = Parameters<typeof placeOf>[0]

/**
 * Writes a port that a job has made or met beside its own row, such as a router's interface. In a transaction.
 * @returns our uuid of it; undefined when its network is no row of ours.
 */
export const storePort = async (place: Place, port: Port): Promise<string | undefined> => {
  const refs = await refsOfPort(place.settingsUuid, port)
  const networkUuid = refs('network', port.network_id)
  if (!networkUuid) return undefined
  const [row] = await db
    .select()
    .from(ports)
    .where(and(eq(ports.settingsUuid, place.settingsUuid), eq(ports.backendId, port.id)))
  const now = new Date()
  const columns = { ...portColumns(port, refs, row), confirmedAt: now, modifiedAt: now }
  const uuid = row?.uuid ?? newUuid()
  if (row) await db.update(ports).set(columns).where(eq(ports.uuid, uuid))
  else
    await db.insert(ports).values({
      ...placeOf(place),
      ...columns,
      uuid,
      state: 'OK',
      backendId: port.id,
      networkUuid,
      createdAt: now,
    })
  await setPortGroups(uuid, groupUuidsOf(port, refs))
  await noteChange('openstack-ports', row ? 'updated' : 'created', { ...place, uuid })
  return uuid
}

/** Removes our rows of ports that the cloud has removed. In a transaction. @returns how many there were. */
export const dropPorts = async (rows: readonly PortRow[]): Promise<number> => {
  for (const row of rows) {
    await db.delete(portSecurityGroups).where(eq(portSecurityGroups.portUuid, row.uuid))
    await db.delete(ports).where(eq(ports.uuid, row.uuid))
    await noteChange('openstack-ports', 'deleted', row)
  }
  return rows.length
}
