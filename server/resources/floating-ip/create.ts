/** Taking a floating IP for a tenant: below the tenant, and by the brief's form on the collection. */
import { and, desc, eq, ne } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { actionFor, type Call, defineRoute } from '../../api/define.ts'
import { managers, signedIn } from '../../api/rules.ts'
import { conflict, fieldError } from '../../errors.ts'
import { createResource } from '../../jobs/accept.ts'
import { authorOf } from '../base/actions.ts'
import { created, parentFor, placeOf } from '../base/children.ts'
import { externalNetworks } from '../external-network/table.ts'
import { providers } from '../provider/table.ts'
import { type RouterRow, routers } from '../router/table.ts'
import { type TenantRow, tenants } from '../tenant/table.ts'
import { type CreateFloatingIpInput, createFloatingIpInput, createFloatingIpInTenantInput } from './input.ts'
import { createFloatingIpJob } from './jobs.ts'
import type { floatingIps } from './table.ts'

const PATH = 'openstack-floating-ips'

/**
 * Neutron's id of the network that the address comes from: the named router's, the tenant's, that of a router of the
 * tenant's, the provider's, or the default one of the cloud.
 * @throws ApiError 409 when there is none.
 */
const externalNetworkFor = async (tenant: TenantRow, link: string | null | undefined, call: Call): Promise<string> => {
  if (link) {
    const router = await call.resolve<RouterRow>('openstack-routers', link, 'router')
    if (router.tenantUuid !== tenant.uuid) throw fieldError('router', 'The router is of another tenant.')
    if (!router.externalNetworkId) throw fieldError('router', 'The router has no external gateway.')
    return router.externalNetworkId
  }
  if (tenant.externalNetworkId) return tenant.externalNetworkId
  const [router] = await db
    .select()
    .from(routers)
    .where(and(eq(routers.tenantUuid, tenant.uuid), ne(routers.externalNetworkId, '')))
    .orderBy(routers.createdAt)
    .limit(1)
  if (router) return router.externalNetworkId
  const [provider] = await db.select().from(providers).where(eq(providers.uuid, tenant.settingsUuid))
  if (provider?.options.external_network_id) return provider.options.external_network_id
  const [preset] = await db
    .select()
    .from(externalNetworks)
    .where(and(eq(externalNetworks.settingsUuid, tenant.settingsUuid), eq(externalNetworks.isDefault, true)))
    .orderBy(desc(externalNetworks.createdAt))
    .limit(1)
  if (preset) return preset.backendId
  throw conflict('The external network of the tenant is not defined.')
}

const createIn = async (tenant: TenantRow, input: CreateFloatingIpInput, call: Call) => {
  const backendNetworkId = await externalNetworkFor(tenant, input.router, call)
  const { row } = await createResource<typeof floatingIps>({
    def: { path: PATH },
    job: createFloatingIpJob,
    values: {
      ...placeOf(tenant),
      // Its name is its address, which the cloud chooses.
      name: 'Floating IP',
      description: input.description,
      backendNetworkId,
    },
    quota: { floating_ip_count: 1 },
    author: authorOf(call.actor),
  })
  return created(call, PATH, row.uuid)
}

/** Actions of a tenant that take floating IPs. */
export const tenantFloatingIpActions = {
  create_floating_ip: actionFor(tenants)({
    summary: 'Take a floating IP',
    states: ['OK'],
    declaredStatus: 200,
    input: createFloatingIpInput,
    handle: ({ row, input, call }) => createIn(row, input, call),
  }),
}

export const createFloatingIpRoute = defineRoute({
  summary: 'Take a floating IP for the tenant that the body names',
  method: 'POST',
  path: '',
  rule: signedIn,
  status: 201,
  input: createFloatingIpInTenantInput,
  handle: async ({ input, call }) =>
    createIn(await parentFor<TenantRow>(call, managers, 'openstack-tenants', input.tenant, 'tenant'), input, call),
})
