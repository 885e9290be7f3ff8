/** The brief's short ways: POST on the collection orders a tenant, DELETE orders its end (surprises 1). */
import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { type Answer, type Call, defineRoute } from '../../api/define.ts'
import { signedIn } from '../../api/rules.ts'
import { fieldError } from '../../errors.ts'
import { acceptJob } from '../../jobs/accept.ts'
import { resolveOffering, resolvePlan } from '../../marketplace/links.ts'
import { placeCreation, placeTermination } from '../../marketplace/place.ts'
import { authorOf } from '../base/actions.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { type OfferingRow, offerings } from '../offering/table.ts'
import type { ProjectRow } from '../project/table.ts'
import type { ProviderRow } from '../provider/table.ts'
import { deleteTenantJob } from './delete-job.ts'
import { tenantAttributes } from './input.ts'
import { assertQuiet, TENANTS } from './order.ts'
import type { TenantRow } from './table.ts'

const scheduled = { status: 202, body: { detail: 'Deletion was scheduled.' } }

/** A tenant that no order made (unlinked and found again) is removed by its own job. */
export const terminateTenant = async (row: TenantRow, call: Call): Promise<Answer> => {
  const [resource] = await db
    .select()
    .from(marketplaceResources)
    .where(and(eq(marketplaceResources.scopeUuid, row.uuid), ne(marketplaceResources.state, 'Terminated')))
  if (resource) {
    const order = await placeTermination(call.actor, resource)
    return order.state === 'pending-consumer' ? { status: 202, body: { order_uuid: order.uuid } } : scheduled
  }
  await assertQuiet(row.uuid)
  const author = authorOf(call.actor)
  await acceptJob({ def: TENANTS, job: deleteTenantJob, row, author, label: 'Delete', event: 'resource_deletion' })
  return scheduled
}

const orderInput = z.object({
  ...tenantAttributes.shape,
  project: z.string(),
  offering: z.string().optional(),
  service_settings: z.string().optional(),
  plan: z.string().optional(),
  limits: z.record(z.string(), z.unknown()).default({}),
  accepting_terms_of_service: z.boolean().default(true),
})
type OrderInput = z.infer<typeof orderInput>

/** The offering that is named, or the only active one of the named provider. */
const offeringFor = async (call: Call, input: OrderInput): Promise<OfferingRow> => {
  if (input.offering) return resolveOffering(call, input.offering, 'offering')
  if (!input.service_settings) throw fieldError('offering', 'This field is required.')
  const settings = await call.resolve<ProviderRow>('service-settings', input.service_settings, 'service_settings')
  const active = await db
    .select()
    .from(offerings)
    .where(
      and(
        eq(offerings.settingsUuid, settings.uuid),
        eq(offerings.type, 'OpenStack.Tenant'),
        eq(offerings.state, 'Active'),
      ),
    )
  if (active.length !== 1) throw fieldError('offering', 'Name the offering: the provider has none or several.')
  return resolveOffering(call, active[0].uuid, 'offering')
}

export const orderTenantRoute = defineRoute<OrderInput>({
  summary: 'Order a tenant',
  description: 'An alias of POST marketplace-orders/. 202 with `order_uuid` when somebody has to approve the order.',
  method: 'POST',
  path: '',
  rule: signedIn,
  status: 201,
  input: orderInput,
  handle: async ({ input, call }) => {
    const {
      project: link,
      offering: _,
      service_settings: __,
      plan,
      limits,
      accepting_terms_of_service,
      ...rest
    } = input
    const project = await call.resolve<ProjectRow>('projects', link, 'project')
    const offering = await offeringFor(call, input)
    const order = await placeCreation(call, {
      offering,
      project,
      plan: plan ? await resolvePlan(offering, plan, 'plan') : undefined,
      attributes: rest,
      limits,
      acceptingTerms: accepting_terms_of_service,
    })
    const [resource] = await db
      .select()
      .from(marketplaceResources)
      .where(eq(marketplaceResources.uuid, order.resourceUuid))
    if (!resource.scopeUuid) return { status: 202, body: { order_uuid: order.uuid } }
    return { status: 201, body: await call.render(TENANTS.path, resource.scopeUuid) }
  },
})
