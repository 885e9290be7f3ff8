/** What orders and resources tell of their offering, plan, provider, project and organisation: batched, as `field=` needs. */
import { inArray } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { View } from '../api/define.ts'
import { byUuid } from '../resources/base/present.ts'
import { customers } from '../resources/customer/table.ts'
import { categories, offerings, plans } from '../resources/offering/table.ts'
import { projects } from '../resources/project/table.ts'
import { offeringLink, planLink } from './links.ts'

type Sold = { offeringUuid: string; planUuid: string | null; projectUuid: string; customerUuid: string }

/** Rows that stand around orders and resources, in five queries. */
export const surroundings = async (rows: readonly Sold[]) => {
  const offeringOf = await byUuid(
    rows.map((row) => row.offeringUuid),
    (list) => db.select().from(offerings).where(inArray(offerings.uuid, list)),
  )
  const offers = [...offeringOf.values()]
  const [planOf, projectOf, customerOf, categoryOf] = await Promise.all([
    byUuid(
      rows.map((row) => row.planUuid),
      (list) => db.select().from(plans).where(inArray(plans.uuid, list)),
    ),
    byUuid(
      rows.map((row) => row.projectUuid),
      (list) => db.select().from(projects).where(inArray(projects.uuid, list)),
    ),
    byUuid([...rows.map((row) => row.customerUuid), ...offers.map((offer) => offer.customerUuid)], (list) =>
      db.select().from(customers).where(inArray(customers.uuid, list)),
    ),
    byUuid(
      offers.map((offer) => offer.categoryUuid),
      (list) => db.select().from(categories).where(inArray(categories.uuid, list)),
    ),
  ])
  return { offeringOf, planOf, projectOf, customerOf, categoryOf }
}
export type Surroundings = Awaited<ReturnType<typeof surroundings>>

/** The block that orders and resources share, under Waldur's names. */
export const soldBlock = (row: Sold, around: Surroundings, { link }: View) => {
  const offering = around.offeringOf.get(row.offeringUuid)
  const plan = row.planUuid ? around.planOf.get(row.planUuid) : undefined
  const provider = offering && around.customerOf.get(offering.customerUuid)
  const category = offering && around.categoryOf.get(offering.categoryUuid)
  const project = around.projectOf.get(row.projectUuid)
  const customer = around.customerOf.get(row.customerUuid)
  return {
    offering: offeringLink(link, row.offeringUuid),
    offering_name: offering?.name ?? '',
    offering_uuid: row.offeringUuid,
    offering_description: offering?.description ?? '',
    offering_image: null,
    offering_thumbnail: null,
    offering_type: offering?.type ?? '',
    offering_shared: offering?.shared ?? false,
    offering_billable: offering?.billable ?? false,
    offering_plugin_options: offering?.pluginOptions ?? {},
    provider_name: provider?.name ?? '',
    provider_uuid: provider?.uuid ?? '',
    provider_slug: provider?.slug ?? '',
    provider_description: provider?.description ?? '',
    category_title: category?.title ?? '',
    category_uuid: category?.uuid ?? '',
    category_icon: null,
    plan: plan ? planLink(link, plan.offeringUuid, plan.uuid) : null,
    plan_unit: plan?.unit ?? null,
    plan_name: plan?.name ?? null,
    plan_uuid: plan?.uuid ?? null,
    plan_description: plan?.description ?? null,
    project: link('projects', row.projectUuid),
    project_uuid: row.projectUuid,
    project_name: project?.name ?? '',
    project_description: project?.description ?? '',
    project_slug: project?.slug ?? '',
    customer: link('customers', row.customerUuid),
    customer_uuid: row.customerUuid,
    customer_name: customer?.name ?? '',
    customer_slug: customer?.slug ?? '',
  }
}
