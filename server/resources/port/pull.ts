/** Between Neutron's ports and our rows: one translation, used by jobs and sync. */
import type { CloudSession } from '../../openstack/login.ts'
import { listPorts } from '../../openstack/neutron/ports.ts'
import { groupUuidsOf, portColumns, setPortGroups } from '../base/ports.ts'
import { ports } from './table.ts'

export const columnsFromCloud = portColumns

export const portPull = {
  kind: 'port',
  collection: 'openstack-ports',
  table: ports,
  /** Also the ports of routers, DHCP and those that belong to no project. */
  list: ({ neutron }: CloudSession) => listPorts(neutron),
  columnsFromCloud,
  /** Which groups the port bears, as uuids of ours, and how to store them. */
  groupUuidsOf,
  setPortGroups,
}
