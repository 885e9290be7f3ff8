/** Whether a floating address can reach a port: its subnet needs a router that leads to the address's own network. */
import type { Objects } from '../api/schema.gen.ts'
import { addressVersion } from '../network/cidr.ts'

type Port = Pick<Objects['openstack-ports'], 'uuid' | 'state' | 'fixed_ips' | 'floating_ips' | 'network_uuid'>
type Router = Pick<
  Objects['openstack-routers'],
  'uuid' | 'name' | 'fixed_ips' | 'has_external_gateway' | 'external_network_id'
>

export type Obstacle =
  | { code: 'busy' | 'noAddress' | 'taken' }
  | { code: 'noRouter'; networkUuid: string }
  | { code: 'noGateway' | 'otherNetwork'; routerUuid: string; routerName: string }

/** What stands between; undefined when nothing does. `externalNetworkId`: where the floating address is from. */
export const obstacleTo = (port: Port, routers: readonly Router[], externalNetworkId: string): Obstacle | undefined => {
  if (port.state !== 'OK') return { code: 'busy' }
  const fixed = port.fixed_ips.filter(({ ip_address }) => addressVersion(ip_address) === 4)
  if (fixed.length === 0) return { code: 'noAddress' }
  if (port.floating_ips.length > 0) return { code: 'taken' }
  const joined = routers.filter((router) =>
    router.fixed_ips.some((own) => fixed.some(({ subnet_id }) => subnet_id === own.subnet_id)),
  )
  if (joined.length === 0) return { code: 'noRouter', networkUuid: port.network_uuid }
  if (joined.some((router) => router.external_network_id === externalNetworkId)) return undefined
  const router = joined.find((one) => one.has_external_gateway) ?? joined[0]
  const code = router.has_external_gateway ? 'otherNetwork' : 'noGateway'
  return { code, routerUuid: router.uuid, routerName: router.name }
}
