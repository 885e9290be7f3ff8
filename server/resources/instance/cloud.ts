/** Between Nova's servers and our rows: one translation, used by jobs, pulls and sync. */
import { isGone } from '../../openstack/errors.ts'
import { collect, type ServiceClient } from '../../openstack/http.ts'
import { getServer, listServers, type Server } from '../../openstack/nova/servers.ts'
import { parseTime } from '../../openstack/time.ts'
import { gibToMib } from '../../units.ts'
import type { InstanceRow } from './table.ts'

/** Columns that the cloud decides. */
export const columnsFromNova = (server: Server): Partial<InstanceRow> => ({
  name: server.name,
  runtimeState: server.status,
  ...(server.description != null && { description: server.description }),
  ...(server.flavor && {
    flavorName: server.flavor.original_name,
    cores: server.flavor.vcpus,
    ramMib: server.flavor.ram,
    flavorDiskMib: gibToMib(server.flavor.disk),
  }),
  keyName: server.key_name ?? '',
  availabilityZoneName: server['OS-EXT-AZ:availability_zone'] ?? '',
  hypervisorHostname: server['OS-EXT-SRV-ATTR:hypervisor_hostname'] ?? '',
  startTime: parseTime(server['OS-SRV-USG:launched_at']),
})

/** Status and task of a server; `gone` when Nova no longer knows it. */
export const serverStatus = async (nova: ServiceClient, id: string): Promise<{ status: string; idle: boolean }> => {
  try {
    const server = await getServer(nova, id)
    // A soft-deleted server is gone for us; it has no way back through the portal.
    const status = ['DELETED', 'SOFT_DELETED'].includes(server.status) ? 'gone' : server.status
    return { status, idle: !server['OS-EXT-STS:task_state'] }
  } catch (error) {
    if (isGone(error)) return { status: 'gone', idle: true }
    throw error
  }
}

/** Status of a server that is being built, through one list of all that are: whoever is not in it has ended. */
export const buildingStatus = async (
  nova: ServiceClient,
  id: string,
  shared: <T>(key: string, read: () => Promise<T>) => Promise<T>,
): Promise<string> => {
  const building = await shared('servers-building', () => collect(listServers(nova, { status: 'BUILD' })))
  return building.some((server) => server.id === id) ? 'BUILD' : (await serverStatus(nova, id)).status
}
