/** Creating a network in a tenant: below the tenant, and by the brief's form on the collection. */
import { actionFor, type Call, defineRoute } from '../../api/define.ts'
import { managers, signedIn } from '../../api/rules.ts'
import { createResource } from '../../jobs/accept.ts'
import { authorOf } from '../base/actions.ts'
import { created, offeringOfTenant, parentFor, placeOf } from '../base/children.ts'
import { type TenantRow, tenants } from '../tenant/table.ts'
import {
  type CreateNetworkInput,
  createNetworkInput,
  createNetworkInTenantInput,
  MTU_LEAST,
  MTU_MOST,
} from './input.ts'
import { createNetworkJob } from './jobs.ts'
import type { networks } from './table.ts'

const PATH = 'openstack-networks'

const defaultMtu = async (tenantUuid: string): Promise<number | undefined> => {
  const mtu = (await offeringOfTenant(tenantUuid))?.pluginOptions.default_internal_network_mtu
  return mtu !== undefined && mtu >= MTU_LEAST && mtu <= MTU_MOST ? mtu : undefined
}

const createIn = async (tenant: TenantRow, input: CreateNetworkInput, call: Call) => {
  const mtu = input.mtu ?? (await defaultMtu(tenant.uuid))
  const { row } = await createResource<typeof networks>({
    def: { path: PATH },
    job: createNetworkJob,
    values: {
      ...placeOf(tenant),
      name: input.name,
      description: input.description,
      mtu: mtu ?? null,
      portSecurityEnabled: input.port_security_enabled,
    },
    params: { mtu },
    quota: { network_count: 1 },
    author: authorOf(call.actor),
  })
  return created(call, PATH, row.uuid)
}

/** Actions of a tenant that make networks. */
export const tenantNetworkActions = {
  create_network: actionFor(tenants)({
    summary: 'Create a network',
    states: ['OK'],
    input: createNetworkInput,
    handle: ({ row, input, call }) => createIn(row, input, call),
  }),
}

export const createNetworkRoute = defineRoute({
  summary: 'Create a network in the tenant that the body names',
  method: 'POST',
  path: '',
  rule: signedIn,
  status: 201,
  input: createNetworkInTenantInput,
  handle: async ({ input, call }) =>
    createIn(await parentFor<TenantRow>(call, managers, 'openstack-tenants', input.tenant, 'tenant'), input, call),
})
