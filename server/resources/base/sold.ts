/** Shape of what orders and marketplace resources tell of their offering, plan, project and organisation. */
import { z } from 'zod'

const anything = z.record(z.string(), z.unknown())

/** The block that orders and marketplace resources share. */
export const soldSchema = z.object({
  offering: z.url(),
  offering_name: z.string(),
  offering_uuid: z.string(),
  offering_description: z.string(),
  offering_image: z.null(),
  offering_thumbnail: z.null(),
  offering_type: z.string(),
  offering_shared: z.boolean(),
  offering_billable: z.boolean(),
  offering_plugin_options: anything,
  provider_name: z.string(),
  provider_uuid: z.string(),
  provider_slug: z.string(),
  provider_description: z.string(),
  category_title: z.string(),
  category_uuid: z.string(),
  category_icon: z.null(),
  plan: z.url().nullable(),
  plan_unit: z.string().nullable(),
  plan_name: z.string().nullable(),
  plan_uuid: z.string().nullable(),
  plan_description: z.string().nullable(),
  project: z.url(),
  project_uuid: z.string(),
  project_name: z.string(),
  project_description: z.string(),
  project_slug: z.string(),
  customer: z.url(),
  customer_uuid: z.string(),
  customer_name: z.string(),
  customer_slug: z.string(),
})
