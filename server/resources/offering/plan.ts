/** Plans as those see them who sell (contract 6.2). */
import { eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { actionFor, type Call, defineResource, defineRoute } from '../../api/define.ts'
import { boolean, linkOrUuid, uuidOf } from '../../api/filters.ts'
import { allows, permission, type Rule, signedIn } from '../../api/rules.ts'
import { ApiError, conflict, type FieldErrors, fieldError } from '../../errors.ts'
import { among, scopesOf, seesAll } from '../../identity/visible.ts'
import { shownComponents } from '../../marketplace/components.ts'
import { PROVIDED, PUBLIC } from '../../marketplace/links.ts'
import { createPlan, offeringEvent } from '../../marketplace/offerings.ts'
import { noteOffering } from '../../marketplace/private-offerings.ts'
import { authorOf } from '../base/actions.ts'
import { planInput, prices } from './input.ts'
import { planSchema, presentPlan } from './schema.ts'
import { components, type OfferingRow, offerings, type PlanRow, plans } from './table.ts'
import { scopeOfOffering } from './visible.ts'

const COLLECTION = 'marketplace-plans'
const action = actionFor(plans)
const may = (name: string): Rule => permission(name, ['offering', 'provider'])

const offeringOf = async (plan: Pick<PlanRow, 'offeringUuid'>): Promise<OfferingRow> =>
  (await db.select().from(offerings).where(eq(offerings.uuid, plan.offeringUuid)))[0]

/** @throws ApiError 400 under `prices` for components that the offering does not have. */
const assertPriced = async (offering: OfferingRow, given: Record<string, number>) => {
  const rows = await db.select().from(components).where(eq(components.offeringUuid, offering.uuid))
  const refused: FieldErrors = {}
  for (const type of Object.keys(given))
    if (!rows.some((row) => row.type === type)) refused[type] = ['The offering has no such component.']
  if (Object.keys(refused).length > 0) throw new ApiError('invalid', 'Unknown components.', { prices: refused })
}

const schema = planSchema.extend({ offering: z.url(), offering_uuid: z.string() }).meta({ id: 'ProviderPlanDetails' })

const change = async (plan: PlanRow, patch: Partial<PlanRow>, call: Call, type: string) =>
  transaction(async () => {
    const offering = await offeringOf(plan)
    if (Object.values(patch).some((value) => value !== undefined))
      await db.update(plans).set(patch).where(eq(plans.uuid, plan.uuid))
    await noteOffering(offering)
    await offeringEvent(
      offering,
      type,
      `Plan ${plan.name} of ${offering.name} has been changed.`,
      authorOf(call.actor),
      {
        plan_uuid: plan.uuid,
        ...(patch.pricesMicro && { old_prices_micro: plan.pricesMicro, new_prices_micro: patch.pricesMicro }),
      },
    )
  })

export const planResource = defineResource({
  path: COLLECTION,
  model: 'Plan',
  summary: 'Plans of offerings',
  table: plans,
  schema,
  visible: (actor) => {
    if (seesAll(actor)) return undefined
    const mine = among(offerings.customerUuid, scopesOf(actor, 'customer')) ?? sql`1 = 0`
    return inArray(plans.offeringUuid, db.select({ uuid: offerings.uuid }).from(offerings).where(mine))
  },
  scopeOf: async (plan) => scopeOfOffering(await offeringOf(plan)),
  present: async (rows, { link }) => {
    const uuids = [...new Set(rows.map((row) => row.offeringUuid))]
    const [offers, parts] = await Promise.all([
      db.select().from(offerings).where(inArray(offerings.uuid, uuids)),
      db.select().from(components).where(inArray(components.offeringUuid, uuids)),
    ])
    return rows.map((row) => {
      const offering = offers.find(({ uuid }) => uuid === row.offeringUuid)!
      const shown = shownComponents(
        offering,
        parts.filter((part) => part.offeringUuid === row.offeringUuid),
      )
      return {
        ...presentPlan(row, shown, link),
        offering: link(PROVIDED, row.offeringUuid),
        offering_uuid: row.offeringUuid,
      }
    })
  },
  list: true,
  retrieve: true,
  filters: {
    offering: linkOrUuid(plans.offeringUuid, 'Offering.'),
    offering_uuid: uuidOf(plans.offeringUuid, 'Offering.'),
    archived: boolean(plans.archived),
  },
  orderings: { name: plans.name },
  defaultOrder: [plans.name],
  routes: [
    defineRoute({
      summary: 'Add a plan to an offering',
      method: 'POST',
      path: '',
      rule: signedIn,
      status: 201,
      input: planInput.extend({ offering: z.string() }),
      output: schema,
      handle: async ({ input, call }) => {
        const link = input.offering.replace(`/${PUBLIC}/`, `/${PROVIDED}/`)
        const offering = await call.resolve<OfferingRow>(PROVIDED, link, 'offering')
        if (!allows(may('OFFERING.CREATE_PLAN'), call.actor, scopeOfOffering(offering)))
          throw new ApiError('forbidden', 'You do not have permission to perform this action.')
        if (offering.type !== 'OpenStack.Tenant') throw fieldError('offering', 'Only tenants are sold by plan.')
        await assertPriced(offering, input.prices)
        const { prices: pricesMicro, ...rest } = input
        const plan = await transaction(() => createPlan(offering, { ...rest, pricesMicro }, authorOf(call.actor)))
        return { status: 201, body: await call.render(COLLECTION, plan.uuid) }
      },
    }),
  ],
  update: action({
    summary: 'Change name, description or unit',
    rule: may('OFFERING.UPDATE_PLAN'),
    input: planInput.omit({ prices: true }),
    handle: async ({ row, input, call }) => {
      await change(row, input, call, 'plan_updated')
      return { status: 200, body: await call.render(COLLECTION, row.uuid) }
    },
  }),
  actions: {
    update_prices: action({
      summary: 'Set prices per measured unit and component',
      rule: may('OFFERING.UPDATE_PLAN'),
      input: z.object({ prices }),
      handle: async ({ row, input, call }) => {
        await assertPriced(await offeringOf(row), input.prices)
        await change(
          row,
          { pricesMicro: { ...row.pricesMicro, ...input.prices } },
          call,
          'plan_component_current_price_updated',
        )
        return { status: 200, body: { status: 'Prices have been updated.' } }
      },
    }),
    archive: action({
      summary: 'Archive: nobody can choose it any more',
      rule: may('OFFERING.ARCHIVE_PLAN'),
      handle: async ({ row, call }) => {
        if (row.archived) throw conflict('The plan is archived already.')
        await change(row, { archived: true }, call, 'plan_archived')
        return { status: 200, body: { detail: 'The plan is archived.' } }
      },
    }),
  },
})
