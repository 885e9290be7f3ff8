/** Public JSON of floating IPs (openapi `OpenStackFloatingIp`). */
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { byUuid, childFields, childSchema } from '../base/present.ts'
import { instances } from '../instance/table.ts'
import { ports } from '../port/table.ts'
import type { FloatingIpRow } from './table.ts'

export const floatingIpSchema = childSchema
  .extend({
    runtime_state: z.string().meta({ description: 'ACTIVE (attached), DOWN (free), ERRED or BOOKED.' }),
    address: z.string().nullable(),
    external_address: z.string().nullable().meta({ description: "The address behind the provider's NAT, if any." }),
    backend_network_id: z.string(),
    port: z.url().nullable(),
    port_fixed_ips: z.array(z.object({ ip_address: z.string(), subnet_id: z.string() })),
    instance_uuid: z.string().nullable(),
    instance_name: z.string().nullable(),
    instance_url: z.url().nullable(),
  })
  .meta({ id: 'OpenStackFloatingIp' })
export type FloatingIpJson = z.infer<typeof floatingIpSchema>

const PORT_FIELDS = ['port_fixed_ips', 'instance_uuid', 'instance_name', 'instance_url']

export const presentFloatingIps = async (rows: FloatingIpRow[], view: View): Promise<FloatingIpJson[]> => {
  const { link, wants } = view
  const [common, portOf] = await Promise.all([
    childFields(rows, view, { collection: 'openstack-floating-ips', resourceType: 'OpenStack.FloatingIP' }),
    byUuid(wants(...PORT_FIELDS) ? rows.map((row) => row.portUuid) : [], (list) =>
      db
        .select({ uuid: ports.uuid, fixedIps: ports.fixedIps, instanceUuid: ports.instanceUuid })
        .from(ports)
        .where(inArray(ports.uuid, list)),
    ),
  ])
  const instanceOf = await byUuid(
    wants('instance_name') ? [...portOf.values()].map((port) => port.instanceUuid) : [],
    (list) =>
      db.select({ uuid: instances.uuid, name: instances.name }).from(instances).where(inArray(instances.uuid, list)),
  )
  return rows.map((row, index) => {
    const port = row.portUuid ? portOf.get(row.portUuid) : undefined
    const instanceUuid = port?.instanceUuid ?? null
    return {
      ...common[index],
      runtime_state: row.runtimeState,
      address: row.address || null,
      external_address: row.externalAddress || null,
      backend_network_id: row.backendNetworkId,
      port: row.portUuid && link('openstack-ports', row.portUuid),
      port_fixed_ips: port?.fixedIps ?? [],
      instance_uuid: instanceUuid,
      instance_name: (instanceUuid && instanceOf.get(instanceUuid)?.name) || null,
      instance_url: instanceUuid && link('openstack-instances', instanceUuid),
    }
  })
}
