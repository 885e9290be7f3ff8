/** Public JSON of ports (openapi `OpenStackPort`). */
import { asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { byUuid, childFields, childSchema, uuidField } from '../base/present.ts'
import { floatingIps } from '../floating-ip/table.ts'
import { networks } from '../network/table.ts'
import { securityGroups } from '../security-group/table.ts'
import { type PortRow, portSecurityGroups } from './table.ts'

const fixedIp = z.object({ ip_address: z.string(), subnet_id: z.string() }).meta({ id: 'OpenStackFixedIp' })

export const portSchema = childSchema
  .extend({
    fixed_ips: z.array(fixedIp),
    mac_address: z.string(),
    allowed_address_pairs: z.array(z.object({ ip_address: z.string(), mac_address: z.string().optional() })),
    network: z.url().nullable(),
    network_name: z.string(),
    network_uuid: z.string(),
    floating_ips: z.array(z.url()),
    device_id: z.string().nullable().meta({ description: "The cloud's id of the server or router." }),
    device_owner: z.string().nullable(),
    port_security_enabled: z.boolean(),
    security_groups: z.array(
      z.object({ uuid: uuidField, name: z.string(), url: z.url() }).meta({ id: 'OpenStackPortNestedSecurityGroup' }),
    ),
    admin_state_up: z.boolean().nullable(),
    status: z.string().nullable().meta({ description: 'Neutron status, verbatim: ACTIVE, DOWN, BUILD; or BOOKED.' }),
  })
  .meta({ id: 'OpenStackPort' })
export type PortJson = z.infer<typeof portSchema>

type Group = { portUuid: string; uuid: string; name: string }

/** Security groups by port. One query. */
export const groupsByPort = async (portUuids: readonly string[]): Promise<Map<string, Group[]>> => {
  const found = new Map<string, Group[]>()
  if (portUuids.length === 0) return found
  const rows = await db
    .select({ portUuid: portSecurityGroups.portUuid, uuid: securityGroups.uuid, name: securityGroups.name })
    .from(portSecurityGroups)
    .innerJoin(securityGroups, eq(securityGroups.uuid, portSecurityGroups.securityGroupUuid))
    .where(inArray(portSecurityGroups.portUuid, [...portUuids]))
    .orderBy(asc(securityGroups.name), asc(securityGroups.uuid))
  for (const row of rows) found.set(row.portUuid, [...(found.get(row.portUuid) ?? []), row])
  return found
}

const floatingIpsByPort = async (portUuids: readonly string[]): Promise<Map<string, string[]>> => {
  const found = new Map<string, string[]>()
  if (portUuids.length === 0) return found
  const rows = await db
    .select({ uuid: floatingIps.uuid, portUuid: floatingIps.portUuid })
    .from(floatingIps)
    .where(inArray(floatingIps.portUuid, [...portUuids]))
    .orderBy(asc(floatingIps.address))
  for (const { uuid, portUuid } of rows) if (portUuid) found.set(portUuid, [...(found.get(portUuid) ?? []), uuid])
  return found
}

export const presentPorts = async (rows: PortRow[], view: View): Promise<PortJson[]> => {
  const { link, wants } = view
  const uuids = rows.map((row) => row.uuid)
  const [common, networkOf, groupsOf, addressesOf] = await Promise.all([
    childFields(rows, view, { collection: 'openstack-ports', resourceType: 'OpenStack.Port' }),
    byUuid(wants('network_name') ? rows.map((row) => row.networkUuid) : [], (list) =>
      db.select({ uuid: networks.uuid, name: networks.name }).from(networks).where(inArray(networks.uuid, list)),
    ),
    groupsByPort(wants('security_groups') ? uuids : []),
    floatingIpsByPort(wants('floating_ips') ? uuids : []),
  ])
  return rows.map((row, index) => ({
    ...common[index],
    fixed_ips: row.fixedIps,
    mac_address: row.macAddress,
    allowed_address_pairs: row.allowedAddressPairs,
    network: link('openstack-networks', row.networkUuid),
    network_name: networkOf.get(row.networkUuid)?.name ?? '',
    network_uuid: row.networkUuid,
    floating_ips: (addressesOf.get(row.uuid) ?? []).map((uuid) => link('openstack-floating-ips', uuid)),
    device_id: row.deviceId || null,
    device_owner: row.deviceOwner || null,
    port_security_enabled: row.portSecurityEnabled,
    security_groups: (groupsOf.get(row.uuid) ?? []).map(({ uuid, name }) => ({
      uuid,
      name,
      url: link('openstack-security-groups', uuid),
    })),
    admin_state_up: row.adminStateUp,
    status: row.runtimeState || null,
  }))
}
