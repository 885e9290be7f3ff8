/** Public JSON of projects. */
import { and, count, eq, inArray, ne } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { byUuid, uuidField, wireTime } from '../base/present.ts'
import { customers } from '../customer/table.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { offerings } from '../offering/table.ts'
import type { ProjectRow } from './table.ts'

export const projectSchema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    name: z.string(),
    slug: z.string(),
    customer: z.url(),
    customer_uuid: uuidField,
    customer_name: z.string(),
    customer_slug: z.string(),
    customer_native_name: z.string(),
    customer_abbreviation: z.string(),
    customer_display_billing_info_in_projects: z.boolean(),
    description: z.string(),
    created: z.iso.datetime({ offset: true }),
    type: z.url().nullable(),
    type_name: z.string().nullable(),
    type_uuid: z.string().nullable(),
    backend_id: z.string(),
    start_date: z.iso.date().nullable().meta({ description: 'Orders wait until this day.' }),
    end_date: z.iso.date().nullable().meta({ description: 'Resources end on this day.' }),
    effective_end_date: z.iso.date().nullable(),
    end_date_requested_by: z.url().nullable(),
    end_date_updated_at: z.string().nullable(),
    oecd_fos_2007_code: z.string().nullable(),
    oecd_fos_2007_label: z.string(),
    is_industry: z.boolean(),
    image: z.string().nullable(),
    resources_count: z.int().meta({ description: 'Resources that are not terminated.' }),
    marketplace_resource_count: z.record(z.string(), z.int()).meta({ description: 'The same by category.' }),
    project_metadata: z.array(z.unknown()),
    project_credit: z.number().nullable(),
    kind: z.enum(['default', 'course', 'public']),
    is_removed: z.boolean(),
    is_in_grace_period: z.boolean(),
    grace_period_days: z.int().nullable(),
    customer_grace_period_days: z.int().nullable(),
    max_service_accounts: z.int().nullable(),
    termination_metadata: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'Project' })

const date = z.iso.date().nullable()

/** What PUT and PATCH take. */
export const projectUpdateInput = z.object({
  name: z.string().trim().min(1).max(500),
  slug: z
    .string()
    .max(50)
    .regex(/^[-a-zA-Z0-9_]+$/)
    .optional(),
  description: z.string().max(4096).optional(),
  start_date: date.optional(),
  end_date: date.optional(),
  backend_id: z.string().max(255).optional(),
  is_industry: z.boolean().optional(),
  oecd_fos_2007_code: z.string().max(80).nullish(),
  kind: z.enum(['default', 'course', 'public']).optional(),
})
export type ProjectUpdateInput = z.infer<typeof projectUpdateInput>

export const projectInput = projectUpdateInput.extend({
  customer: z.string().meta({ description: 'URL of the organisation.' }),
})

/** Live resources of each project, by category. One query. */
const resourceCounts = async (uuids: string[]) => {
  const rows = await db
    .select({ project: marketplaceResources.projectUuid, category: offerings.categoryUuid, n: count() })
    .from(marketplaceResources)
    .leftJoin(offerings, eq(offerings.uuid, marketplaceResources.offeringUuid))
    .where(and(inArray(marketplaceResources.projectUuid, uuids), ne(marketplaceResources.state, 'Terminated')))
    .groupBy(marketplaceResources.projectUuid, offerings.categoryUuid)
  const byProject = new Map<string, { total: number; categories: Record<string, number> }>()
  for (const { project, category, n } of rows) {
    const entry = byProject.get(project) ?? { total: 0, categories: {} }
    entry.total += n
    if (category) entry.categories[category] = n
    byProject.set(project, entry)
  }
  return byProject
}

export const presentProjects = async (rows: ProjectRow[], view: View): Promise<z.infer<typeof projectSchema>[]> => {
  const owners = await byUuid(
    rows.map((row) => row.customerUuid),
    (uuids) => db.select().from(customers).where(inArray(customers.uuid, uuids)),
  )
  const counts = view.wants('resources_count', 'marketplace_resource_count')
    ? await resourceCounts(rows.map((row) => row.uuid))
    : undefined
  return rows.map((row) => {
    const customer = owners.get(row.customerUuid)
    const { details } = row
    return {
      url: view.link('projects', row.uuid),
      uuid: row.uuid,
      name: row.name,
      slug: row.slug,
      customer: view.link('customers', row.customerUuid),
      customer_uuid: row.customerUuid,
      customer_name: customer?.name ?? '',
      customer_slug: customer?.slug ?? '',
      customer_native_name: customer?.nativeName ?? '',
      customer_abbreviation: customer?.abbreviation ?? '',
      customer_display_billing_info_in_projects: false,
      description: row.description,
      created: wireTime(row.createdAt),
      type: null,
      type_name: null,
      type_uuid: null,
      backend_id: typeof details.backend_id === 'string' ? details.backend_id : '',
      start_date: row.startDate,
      end_date: row.endDate,
      effective_end_date: row.endDate,
      end_date_requested_by: null,
      end_date_updated_at: null,
      oecd_fos_2007_code: typeof details.oecd_fos_2007_code === 'string' ? details.oecd_fos_2007_code : null,
      oecd_fos_2007_label: '',
      is_industry: details.is_industry === true,
      image: null,
      resources_count: counts?.get(row.uuid)?.total ?? 0,
      marketplace_resource_count: counts?.get(row.uuid)?.categories ?? {},
      project_metadata: [],
      project_credit: null,
      kind: details.kind === 'course' || details.kind === 'public' ? details.kind : 'default',
      is_removed: row.isRemoved,
      is_in_grace_period: false,
      grace_period_days: null,
      customer_grace_period_days: null,
      max_service_accounts: null,
      termination_metadata: null,
    }
  })
}
