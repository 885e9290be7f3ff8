/** Between Neutron's floating IPs and our rows: one translation, used by jobs and sync. */
import type { CloudSession } from '../../openstack/login.ts'
import { type FloatingIp, listFloatingIps } from '../../openstack/neutron/floatingips.ts'
import { textFromCloud } from '../base/neutron.ts'
import type { Refs } from '../base/refs.ts'
import { externalAddress, type NatMapping } from './mapping.ts'
import { type FloatingIpRow, floatingIps } from './table.ts'

/** Contract 3.2: ACTIVE, DOWN, ERRED. */
const runtimeStateOf = (status: string) => (status === 'ERROR' ? 'ERRED' : status)

/** Columns that the cloud decides. `mapping` is that of the tenant's offering (`mappingsOf`). */
export const columnsFromCloud = (
  floatingIp: FloatingIp,
  refs: Refs,
  mapping: NatMapping,
  row?: Pick<FloatingIpRow, 'description'>,
) =>
  ({
    name: floatingIp.floating_ip_address,
    description: textFromCloud(floatingIp.description, row?.description),
    runtimeState: runtimeStateOf(floatingIp.status),
    address: floatingIp.floating_ip_address,
    externalAddress: externalAddress(mapping, floatingIp.floating_ip_address),
    backendNetworkId: floatingIp.floating_network_id,
    portUuid: refs('port', floatingIp.port_id) ?? null,
    fixedIpAddress: floatingIp.fixed_ip_address ?? '',
  }) satisfies Partial<FloatingIpRow>

export const floatingIpPull = {
  kind: 'floating_ip',
  collection: 'openstack-floating-ips',
  table: floatingIps,
  list: ({ neutron }: CloudSession) => listFloatingIps(neutron),
  columnsFromCloud,
}
