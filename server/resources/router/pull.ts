/** Between Neutron's routers and our rows: one translation, used by jobs and sync. */
import type { CloudSession } from '../../openstack/login.ts'
import { listRouters, type Router } from '../../openstack/neutron/routers.ts'
import { textFromCloud } from '../base/neutron.ts'
import { type RouterRow, routers } from './table.ts'

/** Columns that the cloud decides. A router's interfaces are rows of `ports`. */
export const columnsFromCloud = (router: Router, row?: Pick<RouterRow, 'description'>) =>
  ({
    name: router.name || router.id,
    description: textFromCloud(router.description, row?.description),
    runtimeState: router.status,
    externalNetworkId: router.external_gateway_info?.network_id ?? '',
    enableSnat: router.external_gateway_info?.enable_snat ?? null,
    externalFixedIps: (router.external_gateway_info?.external_fixed_ips ?? []).map(({ ip_address, subnet_id }) => ({
      ip_address,
      subnet_id,
    })),
    routes: router.routes.map(({ destination, nexthop }) => ({ destination, nexthop })),
  }) satisfies Partial<RouterRow>

export const routerPull = {
  kind: 'router',
  collection: 'openstack-routers',
  table: routers,
  list: ({ neutron }: CloudSession) => listRouters(neutron),
  columnsFromCloud,
}
