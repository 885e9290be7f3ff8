/** Offerings as those see them who may order (contract 6.1). */
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { actionFor, defineResource } from '../../api/define.ts'
import { notFound } from '../../errors.ts'
import { parseUuid } from '../../ids.ts'
import { PUBLIC } from '../../marketplace/links.ts'
import { offeringFilters, offeringOrderings } from './filters.ts'
import { planSchema, plansOf, presentOfferings, publicOfferingSchema } from './schema.ts'
import { offerings, plans } from './table.ts'
import { scopeOfOffering, visiblePublicly } from './visible.ts'

const action = actionFor(offerings)

export const planActions = {
  plans: action({
    summary: 'Plans of the offering',
    method: 'GET',
    output: z.array(planSchema),
    handle: async ({ row, call }) => ({ status: 200, body: await plansOf(row, call.view.link) }),
  }),
  plan: action({
    summary: 'One plan of the offering',
    method: 'GET',
    path: 'plans/{plan}',
    output: planSchema,
    handle: async ({ row, call, params }) => {
      const uuid = parseUuid(params.plan)
      const [known] = uuid
        ? await db
            .select()
            .from(plans)
            .where(and(eq(plans.uuid, uuid), eq(plans.offeringUuid, row.uuid)))
        : []
      if (!known) throw notFound('Plan')
      return { status: 200, body: (await plansOf(row, call.view.link)).find((plan) => plan.uuid === known.uuid) }
    },
  }),
}

export const publicOfferingResource = defineResource({
  path: PUBLIC,
  model: 'Offering',
  summary: 'Offerings to order from',
  table: offerings,
  schema: publicOfferingSchema,
  visible: visiblePublicly,
  scopeOf: scopeOfOffering,
  present: (rows, view) => presentOfferings(rows, view, PUBLIC),
  list: true,
  retrieve: true,
  filters: offeringFilters,
  orderings: offeringOrderings,
  defaultOrder: [offerings.name],
  actions: planActions,
})
