/** Networks as sync meets them. */
import { deleteNetwork, getNetwork, type Network } from '../../openstack/neutron/networks.ts'
import { parseTime } from '../../openstack/time.ts'
import { syncOf } from '../../sync/define.ts'
import { uuidOfMark } from '../base/marks.ts'
import { networkPull } from './pull.ts'
import type { NetworkRow } from './table.ts'

export const networkSync = syncOf<NetworkRow, Network>({
  kind: 'network',
  group: 'subresources',
  rank: 10,
  list: (session, since) => (since ? undefined : networkPull.list(session)),
  get: ({ neutron }, id) => getNetwork(neutron, id),
  remove: ({ neutron }, id) => deleteNetwork(neutron, id),
  id: ({ id }) => id,
  project: ({ project_id }) => project_id,
  mark: ({ description }) => uuidOfMark(description),
  createdAt: ({ created_at }) => parseTime(created_at),
  words: ({ name, status }) => `${name} (${status})`,
  prepare: async () => undefined,
  columns: (network, _, row) => networkPull.columnsFromCloud(network, row),
  isImported: true,
})
