/** Subnets as sync meets them. */
import { collect } from '../../openstack/http.ts'
import { listPorts } from '../../openstack/neutron/ports.ts'
import { deleteSubnet, getSubnet, type Subnet } from '../../openstack/neutron/subnets.ts'
import { parseTime } from '../../openstack/time.ts'
import { syncOf } from '../../sync/define.ts'
import { uuidOfMark } from '../base/marks.ts'
import { INTERFACE_OWNERS } from '../base/ports.ts'
import { loadRefs, type Refs } from '../base/refs.ts'
import { subnetPull } from './pull.ts'
import type { SubnetRow } from './table.ts'

type Context = {
  refs: Refs
  /** Neutron ids of subnets in which a router has an interface. */
  connected: ReadonlySet<string>
}

export const subnetSync = syncOf<SubnetRow, Subnet, Context>({
  kind: 'subnet',
  group: 'subresources',
  rank: 20,
  list: (session, since) => (since ? undefined : subnetPull.list(session)),
  get: ({ neutron }, id) => getSubnet(neutron, id),
  remove: ({ neutron }, id) => deleteSubnet(neutron, id),
  id: ({ id }) => id,
  project: ({ project_id }) => project_id,
  mark: ({ description }) => uuidOfMark(description),
  createdAt: ({ created_at }) => parseTime(created_at),
  words: ({ name, cidr }) => `${name} (${cidr})`,
  prepare: async (settingsUuid, { neutron }) => {
    const interfaces = await collect(listPorts(neutron, { device_owner: INTERFACE_OWNERS }))
    return {
      refs: await loadRefs(settingsUuid, { network: 'all' }),
      connected: new Set(interfaces.flatMap(({ fixed_ips }) => fixed_ips.map(({ subnet_id }) => subnet_id))),
    }
  },
  columns: (subnet, { refs, connected }, row) => {
    const networkUuid = refs('network', subnet.network_id)
    if (!networkUuid) return undefined
    return { ...subnetPull.columnsFromCloud(subnet, connected.has(subnet.id), row), networkUuid }
  },
  isImported: true,
})
