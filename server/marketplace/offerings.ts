/** Offerings: made, changed and moved between their states (contract 6.1). All functions run inside a transaction. */
import { eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { conflict } from '../errors.ts'
import { type Author, recordEvent } from '../events/record.ts'
import { newUuid } from '../ids.ts'
import { type OfferingRow, type OfferingState, offerings, type PlanRow, plans } from '../resources/offering/table.ts'
import { followComponents } from './follow-types.ts'
import { slugOf } from './place.ts'
import { flaggedCategory, noteOffering } from './private-offerings.ts'

export type NewOffering = Pick<OfferingRow, 'name' | 'customerUuid' | 'settingsUuid' | 'shared'> &
  Partial<OfferingRow> & {
    plans?: { name: string; description?: string; unit?: PlanRow['unit']; pricesMicro?: Record<string, number> }[]
  }

const about = (offering: OfferingRow) => ({
  type: 'marketplace-provider-offerings',
  uuid: offering.uuid,
  name: offering.name,
  projectUuid: offering.projectUuid,
  customerUuid: offering.customerUuid,
})

export const offeringEvent = (
  offering: OfferingRow,
  type: string,
  message: string,
  author: Author,
  context: Record<string, unknown> = {},
) => recordEvent({ type: `marketplace_${type}`, message, author, about: about(offering), context })

/** A tenant offering, with the components of its storage mode and its plans. */
export const createOffering = async (
  { plans: wanted = [], ...given }: NewOffering,
  author: Author,
): Promise<OfferingRow> => {
  const now = new Date()
  const categoryUuid = given.categoryUuid ?? (await flaggedCategory('defaultTenantCategory', 'Private clouds')).uuid
  const [offering] = await db
    .insert(offerings)
    .values({
      state: 'Draft',
      type: 'OpenStack.Tenant',
      billable: true,
      ...given,
      uuid: newUuid(),
      slug: given.slug || slugOf(given.name),
      categoryUuid,
      createdAt: now,
      modifiedAt: now,
    })
    .returning()
  await noteOffering(offering, 'created')
  await offeringEvent(offering, 'offering_created', `Offering ${offering.name} has been created.`, author)
  await followComponents(offering)
  for (const plan of wanted) await createPlan(offering, plan, author)
  return offering
}

export const createPlan = async (
  offering: OfferingRow,
  plan: NonNullable<NewOffering['plans']>[number],
  author: Author,
): Promise<PlanRow> => {
  const [row] = await db
    .insert(plans)
    .values({
      uuid: newUuid(),
      offeringUuid: offering.uuid,
      name: plan.name,
      description: plan.description ?? '',
      unit: plan.unit ?? 'month',
      pricesMicro: plan.pricesMicro ?? {},
      createdAt: new Date(),
    })
    .returning()
  await noteOffering(offering)
  await offeringEvent(offering, 'plan_created', `Plan ${row.name} of ${offering.name} has been created.`, author)
  return row
}

const TRANSITIONS = {
  activate: { from: ['Draft', 'Paused'], to: 'Active' },
  pause: { from: ['Active'], to: 'Paused' },
  unpause: { from: ['Paused'], to: 'Active' },
  archive: { from: ['Draft', 'Active', 'Paused', 'Unavailable'], to: 'Archived' },
  draft: { from: ['Active', 'Paused', 'Archived', 'Unavailable'], to: 'Draft' },
  make_unavailable: { from: ['Active', 'Paused'], to: 'Unavailable' },
  make_available: { from: ['Unavailable'], to: 'Active' },
} as const satisfies Record<string, { from: readonly OfferingState[]; to: OfferingState }>
export type OfferingVerb = keyof typeof TRANSITIONS

/** @throws ApiError 409 from a state that does not allow it. */
export const moveOffering = async (
  offering: OfferingRow,
  verb: OfferingVerb,
  author: Author,
  pausedReason = '',
): Promise<OfferingRow> => {
  const { from, to } = TRANSITIONS[verb]
  if (!(from as readonly string[]).includes(offering.state))
    throw conflict(`Offering state is invalid. Valid states for operation: ${from.join(', ')}.`)
  return changeOffering(offering, { state: to, pausedReason: to === 'Paused' ? pausedReason : '' }, author, {
    old_state: offering.state,
    new_state: to,
  })
}

export const changeOffering = async (
  offering: OfferingRow,
  patch: Partial<OfferingRow>,
  author: Author,
  context: Record<string, unknown> = {},
): Promise<OfferingRow> => {
  const [changed] = await db
    .update(offerings)
    .set({ ...patch, modifiedAt: new Date() })
    .where(eq(offerings.uuid, offering.uuid))
    .returning()
  await noteOffering(changed)
  await offeringEvent(changed, 'offering_updated', `Offering ${changed.name} has been updated.`, author, context)
  return changed
}
