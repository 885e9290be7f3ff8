/** Creating a port: on the collection itself, with the network in the body. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { type Call, defineRoute } from '../../api/define.ts'
import { managers, signedIn } from '../../api/rules.ts'
import { conflict, fieldError } from '../../errors.ts'
import { createResource } from '../../jobs/accept.ts'
import { authorOf } from '../base/actions.ts'
import { created, parentFor, placeOf } from '../base/children.ts'
import { setPortGroups } from '../base/ports.ts'
import type { NetworkRow } from '../network/table.ts'
import { subnets } from '../subnet/table.ts'
import type { TenantRow } from '../tenant/table.ts'
import { type CreatePortInput, createPortInput } from './input.ts'
import { createPortJob } from './jobs.ts'
import { checkFixedIps, checkPairs, groupsNamed } from './plans.ts'
import type { ports } from './table.ts'

const PATH = 'openstack-ports'

/** @throws ApiError 400 unless it is the network's own tenant: networks are not shared. */
const checkTarget = async (network: NetworkRow, link: string | null | undefined, call: Call) => {
  if (!link) return
  const target = await call.resolve<TenantRow>('openstack-tenants', link, 'target_tenant')
  if (target.uuid !== network.tenantUuid) throw fieldError('target_tenant', 'The network is not shared to this tenant.')
}

/** @throws ApiError 400 by field. */
const groupsFor = async (network: NetworkRow, input: CreatePortInput, security: boolean, call: Call) => {
  if (!input.security_groups) return undefined
  if (!security && input.security_groups.length > 0)
    throw fieldError('security_groups', 'A port without port security has no security groups.')
  return groupsNamed(network.tenantUuid, input.security_groups, call)
}

/** The subnet that the port will have its first address of, as far as it is known before the cloud answers. */
const firstSubnet = async (network: NetworkRow, input: CreatePortInput): Promise<string | null> => {
  const own = await db.select().from(subnets).where(eq(subnets.networkUuid, network.uuid))
  const wanted = input.fixed_ips?.[0]?.subnet_id
  return (wanted ? own.find((subnet) => subnet.backendId === wanted) : own[0])?.uuid ?? null
}

const create = async (network: NetworkRow, input: CreatePortInput, call: Call) => {
  if (!network.backendId) throw conflict('The network is not in the cloud.')
  await checkTarget(network, input.target_tenant, call)
  const security = input.port_security_enabled ?? network.portSecurityEnabled
  const groups = await groupsFor(network, input, security, call)
  if (input.fixed_ips) await checkFixedIps(network.uuid, input.fixed_ips)
  const pairs = checkPairs(input.allowed_address_pairs)
  if (!security && pairs.length > 0)
    throw fieldError('allowed_address_pairs', 'A port without port security has no allowed address pairs.')
  const { row } = await createResource<typeof ports>({
    def: { path: PATH },
    job: createPortJob,
    values: {
      ...placeOf(network),
      name: input.name,
      description: input.description,
      networkUuid: network.uuid,
      subnetUuid: await firstSubnet(network, input),
      macAddress: input.mac_address ?? '',
      portSecurityEnabled: security,
      allowedAddressPairs: pairs,
    },
    params: { fixedIps: input.fixed_ips, macAddress: input.mac_address, groupsGiven: groups !== undefined },
    quota: { port_count: 1 },
    children: async (port) => {
      if (groups)
        await setPortGroups(
          port.uuid,
          groups.map((group) => group.uuid),
        )
    },
    author: authorOf(call.actor),
  })
  return created(call, PATH, row.uuid)
}

export const createPortRoute = defineRoute({
  summary: 'Create a port in the network that the body names',
  method: 'POST',
  path: '',
  rule: signedIn,
  status: 201,
  input: createPortInput,
  handle: async ({ input, call }) =>
    create(await parentFor<NetworkRow>(call, managers, 'openstack-networks', input.network, 'network'), input, call),
})
