/** Offerings as those see them who sell: made, connected, priced, opened and closed (contract 4.14, 6.1). */
import { and, count, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { actionFor, type Call, defineResource, defineRoute } from '../../api/define.ts'
import { anyOf, permission, type Rule, signedIn, staff } from '../../api/rules.ts'
import { conflict, fieldError } from '../../errors.ts'
import { parseUuid } from '../../ids.ts'
import { PROVIDED } from '../../marketplace/links.ts'
import { changeOffering, moveOffering, type OfferingVerb, offeringEvent } from '../../marketplace/offerings.ts'
import { authorOf } from '../base/actions.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { orders } from '../order/table.ts'
import { providers } from '../provider/table.ts'
import { offeringFilters, offeringOrderings } from './filters.ts'
import { type ComponentInput, componentInput, createInput, integrationInput, overviewInput } from './input.ts'
import { planActions } from './public.ts'
import { presentOfferings, providedOfferingSchema } from './schema.ts'
import { type CategoryRow, components, type OfferingRow, offerings, plans } from './table.ts'
import { scopeOfOffering, visibleToProvider } from './visible.ts'
import { createFromInput, overviewPatch, updateIntegration } from './write.ts'

const action = actionFor(offerings)
/** A permission on the offering, or on the organisation that sells it. */
const may = (name: string): Rule => permission(name, ['offering', 'provider'])

const PAST: Record<OfferingVerb, string> = {
  activate: 'activated',
  pause: 'paused',
  unpause: 'unpaused',
  archive: 'archived',
  draft: 'made a draft',
  make_unavailable: 'made unavailable',
  make_available: 'made available',
}

const transition = (verb: OfferingVerb, rule: Rule) =>
  action({
    summary: `The offering is ${PAST[verb]}`,
    rule,
    input: z.object({ paused_reason: z.string().max(4000).default('') }),
    handle: async ({ row, input, call }) => {
      const moved = await transaction(() => moveOffering(row, verb, authorOf(call.actor), input.paused_reason))
      return { status: 200, body: { detail: `Offering has been ${PAST[verb]}.`, state: moved.state } }
    },
  })

const shown = async (row: OfferingRow, call: Call) => ({
  status: 200,
  body: await call.render(PROVIDED, row.uuid),
})

const overview = action({
  summary: 'Change name and texts',
  rule: may('OFFERING.UPDATE'),
  input: overviewInput.partial(),
  handle: async ({ row, input, call }) => {
    await transaction(() => changeOffering(row, overviewPatch(row, input), authorOf(call.actor)))
    return shown(row, call)
  },
})

/** Components are built in: what the provider sets are their bounds, defaults and article codes. */
const changeComponent = async (offering: OfferingRow, input: ComponentInput) => {
  const uuid = parseUuid(input.uuid)
  const [known] = uuid
    ? await db
        .select()
        .from(components)
        .where(and(eq(components.uuid, uuid), eq(components.offeringUuid, offering.uuid)))
    : []
  if (!known) throw fieldError('uuid', 'The offering has no such component.')
  const merged = {
    minValue: input.min_value === undefined ? known.minValue : input.min_value,
    maxValue: input.max_value === undefined ? known.maxValue : input.max_value,
    maxAvailableLimit: input.max_available_limit === undefined ? known.maxAvailableLimit : input.max_available_limit,
    defaultLimit: input.default_limit === undefined ? known.defaultLimit : input.default_limit,
  }
  if (merged.minValue !== null && merged.maxValue !== null && merged.minValue > merged.maxValue)
    throw fieldError('max_value', 'The largest value must not be below the smallest.')
  await db
    .update(components)
    .set({
      ...merged,
      description: input.description ?? known.description,
      articleCode: input.article_code ?? known.articleCode,
    })
    .where(eq(components.uuid, known.uuid))
}

export const providedOfferingResource = defineResource({
  path: PROVIDED,
  model: 'Offering',
  summary: 'Offerings of providers',
  table: offerings,
  schema: providedOfferingSchema,
  visible: visibleToProvider,
  scopeOf: scopeOfOffering,
  present: (rows, view) => presentOfferings(rows, view, PROVIDED),
  list: true,
  retrieve: true,
  filters: offeringFilters,
  orderings: offeringOrderings,
  defaultOrder: [offerings.name],
  routes: [
    defineRoute({
      summary: 'Connect an OpenStack and offer tenants in it',
      description: 'Makes the provider settings from `service_attributes` and an offering in state Draft.',
      method: 'POST',
      path: '',
      // Judged on the organisation that the body names.
      rule: signedIn,
      status: 201,
      input: createInput,
      output: providedOfferingSchema,
      handle: async ({ input, call }) => {
        const offering = await createFromInput(call, input)
        return { status: 201, body: await call.render(PROVIDED, offering.uuid) }
      },
    }),
  ],
  destroy: action({
    summary: 'Delete an offering that was never used',
    rule: may('OFFERING.DELETE'),
    handle: async ({ row, call }) => {
      await transaction(async () => {
        const [{ n }] = await db
          .select({ n: count() })
          .from(marketplaceResources)
          .where(eq(marketplaceResources.offeringUuid, row.uuid))
        const [{ n: ordered }] = await db.select({ n: count() }).from(orders).where(eq(orders.offeringUuid, row.uuid))
        if (Number(n) + Number(ordered) > 0)
          throw conflict('Cannot delete offering with existing resources: archive it.')
        await db.delete(components).where(eq(components.offeringUuid, row.uuid))
        await db.delete(plans).where(eq(plans.offeringUuid, row.uuid))
        await db.delete(offerings).where(eq(offerings.uuid, row.uuid))
        const [{ n: others }] = await db
          .select({ n: count() })
          .from(offerings)
          .where(and(eq(offerings.settingsUuid, row.settingsUuid), ne(offerings.uuid, row.uuid)))
        // A draft that never was anything more leaves no provider behind.
        if (Number(others) === 0) await db.delete(providers).where(eq(providers.uuid, row.settingsUuid))
        await offeringEvent(row, 'offering_deleted', `Offering ${row.name} has been deleted.`, authorOf(call.actor))
      })
      return { status: 204 }
    },
  }),
  actions: {
    ...planActions,
    activate: transition('activate', staff),
    pause: transition('pause', may('OFFERING.PAUSE')),
    unpause: transition('unpause', may('OFFERING.UNPAUSE')),
    archive: transition('archive', may('OFFERING.ARCHIVE')),
    draft: transition('draft', staff),
    make_available: transition('make_available', anyOf(staff, may('OFFERING.UNPAUSE'))),
    make_unavailable: transition('make_unavailable', anyOf(staff, may('OFFERING.PAUSE'))),
    update_overview: overview,
    update_description: action({
      summary: 'Change the category',
      rule: may('OFFERING.UPDATE_DESCRIPTION'),
      input: z.object({ category: z.string() }),
      handle: async ({ row, input, call }) => {
        const category = await call.resolve<CategoryRow>('marketplace-categories', input.category, 'category')
        await transaction(() => changeOffering(row, { categoryUuid: category.uuid }, authorOf(call.actor)))
        return shown(row, call)
      },
    }),
    update_integration: action({
      summary: 'Change how the cloud is reached and how tenants are made',
      description: 'What is not sent stays as it is; a blank password keeps the stored one.',
      rule: may('OFFERING.UPDATE_INTEGRATION'),
      input: integrationInput,
      handle: async ({ row, input, call }) => {
        const changed = await updateIntegration(row, input, call)
        return shown(changed, call)
      },
    }),
    update_attributes: action({
      summary: 'Replace the free attributes',
      rule: may('OFFERING.UPDATE_ATTRIBUTES'),
      input: z.record(z.string(), z.unknown()),
      handle: async ({ row, input, call }) => {
        await transaction(() => changeOffering(row, { attributes: input }, authorOf(call.actor)))
        return shown(row, call)
      },
    }),
    update_offering_component: action({
      summary: 'Change bounds, default and article code of a component',
      rule: may('OFFERING.UPDATE_COMPONENTS'),
      input: componentInput,
      handle: async ({ row, input, call }) => {
        await transaction(async () => {
          await changeComponent(row, input)
          await changeOffering(row, {}, authorOf(call.actor), { component_uuid: input.uuid })
        })
        return shown(row, call)
      },
    }),
  },
})
