/** What the tenant's project holds in the cloud at this moment, whether the portal knows it or not. */
import { z } from 'zod'
import type { Actor } from '../../api/define.ts'
import { tenantCloud } from '../../clouds.ts'
import { listVolumes } from '../../openstack/cinder/volumes.ts'
import { collect } from '../../openstack/http.ts'
import { listServers } from '../../openstack/nova/servers.ts'
import { parseTime } from '../../openstack/time.ts'
import { gibToMib } from '../../units.ts'
import { wireTime, wireTimeOrNull } from '../base/present.ts'
import type { TenantRow } from './table.ts'

const time = z.iso.datetime({ offset: true })
const found = {
  name: z.string(),
  state: z.string(),
  runtime_state: z.string(),
  backend_id: z.string(),
  availability_zone: z.string(),
}

export const backendInstanceSchema = z
  .object({
    ...found,
    key_name: z.string(),
    start_time: time.nullable(),
    created: time,
    hypervisor_hostname: z.string().meta({ description: 'Empty for all but staff and support.' }),
  })
  .meta({ id: 'OpenStackBackendInstance' })

export const backendVolumeSchema = z
  .object({
    ...found,
    description: z.string(),
    size: z.int().meta({ description: 'MiB.' }),
    metadata: z.string().meta({ description: 'JSON.' }),
    type: z.string(),
    bootable: z.boolean(),
  })
  .meta({ id: 'OpenStackBackendVolumes' })

const stateOf = (status: string) => (/^error/i.test(status) ? 'ERRED' : 'OK')

/** @throws OpenStackError */
export const backendInstances = async (
  tenant: TenantRow,
  actor: Actor,
): Promise<z.infer<typeof backendInstanceSchema>[]> => {
  if (!tenant.backendId) return []
  const { nova } = await tenantCloud(tenant.uuid)
  const seesHosts = actor.isStaff || actor.isSupport
  return (await collect(listServers(nova))).map((server) => ({
    name: server.name,
    state: stateOf(server.status),
    runtime_state: server.status,
    backend_id: server.id,
    availability_zone: server['OS-EXT-AZ:availability_zone'] ?? '',
    key_name: server.key_name ?? '',
    start_time: wireTimeOrNull(parseTime(server['OS-SRV-USG:launched_at'] ?? '')),
    created: wireTime(parseTime(server.created) ?? new Date(0)),
    hypervisor_hostname: (seesHosts && server['OS-EXT-SRV-ATTR:hypervisor_hostname']) || '',
  }))
}

/** @throws OpenStackError */
export const backendVolumes = async (tenant: TenantRow): Promise<z.infer<typeof backendVolumeSchema>[]> => {
  if (!tenant.backendId) return []
  const { cinder } = await tenantCloud(tenant.uuid)
  return (await collect(listVolumes(cinder))).map((volume) => ({
    name: volume.name || volume.id,
    state: stateOf(volume.status),
    runtime_state: volume.status,
    backend_id: volume.id,
    availability_zone: volume.availability_zone ?? '',
    description: volume.description ?? '',
    size: gibToMib(volume.size),
    metadata: JSON.stringify(volume.metadata),
    type: volume.volume_type ?? '',
    bootable: volume.bootable,
  }))
}
