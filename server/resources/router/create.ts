/** Creating a router: on the collection itself, with the tenant in the body. */
import { type Call, defineRoute } from '../../api/define.ts'
import { stateRefusal } from '../../api/refusal.ts'
import { allows, managers, signedIn } from '../../api/rules.ts'
import { conflict, fieldError } from '../../errors.ts'
import { createResource } from '../../jobs/accept.ts'
import { authorOf } from '../base/actions.ts'
import { placeOf, scopeOfChild } from '../base/children.ts'
import type { TenantRow } from '../tenant/table.ts'
import { createRouterInput } from './input.ts'
import { createRouterJob } from './jobs.ts'
import type { routers } from './table.ts'

const PATH = 'openstack-routers'

/** Unlike elsewhere, a tenant that the caller may not manage is 400 on `tenant` (contract 2.4). */
const tenantFor = async (call: Call, link: string): Promise<TenantRow> => {
  const tenant = await call.resolve<TenantRow>('openstack-tenants', link, 'tenant')
  if (!allows(managers, call.actor, scopeOfChild(tenant)))
    throw fieldError('tenant', 'You do not have permission to create a router in this tenant.')
  const refusal = stateRefusal({ states: ['OK'] }, tenant.state, '')
  if (refusal) throw conflict(refusal)
  return tenant
}

export const createRouterRoute = defineRoute({
  summary: 'Create a router',
  method: 'POST',
  path: '',
  rule: signedIn,
  status: 201,
  input: createRouterInput,
  handle: async ({ input, call }) => {
    const tenant = await tenantFor(call, input.tenant)
    const { row } = await createResource<typeof routers>({
      def: { path: PATH },
      job: createRouterJob,
      values: { ...placeOf(tenant), name: input.name, description: input.description },
      author: authorOf(call.actor),
    })
    const { link } = call.view
    const body = {
      url: link(PATH, row.uuid),
      uuid: row.uuid,
      tenant: link('openstack-tenants', tenant.uuid),
      name: row.name,
      project: link('projects', row.projectUuid),
      service_settings: link('service-settings', row.settingsUuid),
    }
    return { status: 201, body: { ...(await call.render(PATH, row.uuid)), ...body } }
  },
})
