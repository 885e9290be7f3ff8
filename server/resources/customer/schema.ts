/** Public JSON of organisations. */
import { and, count, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { grants } from '../../identity/table.ts'
import { uuidField, wireTime } from '../base/present.ts'
import { projects } from '../project/table.ts'
import type { CustomerRow } from './table.ts'

/** Descriptive fields that are kept as they come, with their longest length. */
const DETAILS = {
  contact_details: 500,
  agreement_number: 160,
  phone_number: 255,
  access_subnets: 2000,
  registration_code: 160,
  homepage: 255,
  domain: 255,
  vat_code: 20,
  postal: 20,
  address: 300,
  bank_name: 150,
  bank_account: 50,
  country: 2,
  notification_emails: 640,
  city: 255,
  state: 255,
  parish: 255,
  street: 255,
  house_nr: 255,
  apartment_nr: 255,
  household: 255,
  backend_id: 255,
} as const
type DetailName = keyof typeof DETAILS
export const DETAIL_NAMES = Object.keys(DETAILS) as DetailName[]

const details = <T extends z.ZodType>(field: (maxLength: number) => T) =>
  Object.fromEntries(DETAIL_NAMES.map((name) => [name, field(DETAILS[name])])) as Record<DetailName, T>

export const customerSchema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    created: z.iso.datetime({ offset: true }),
    name: z.string(),
    display_name: z.string(),
    slug: z.string(),
    native_name: z.string(),
    abbreviation: z.string(),
    description: z.string(),
    email: z.string(),
    ...details(() => z.string()),
    image: z.string().nullable(),
    blocked: z.boolean(),
    archived: z.boolean(),
    projects_count: z.int(),
    users_count: z.int().meta({ description: 'People with a role on the organisation or one of its projects.' }),
    is_service_provider: z.boolean(),
    organization_groups: z.array(z.unknown()),
    default_affiliations: z.array(z.unknown()),
    payment_profiles: z.array(z.unknown()),
    country_name: z.string(),
    customer_credit: z.string().nullable(),
    customer_unallocated_credit: z.string().nullable(),
    has_affiliate_links: z.boolean(),
    has_active_helpdesk: z.boolean(),
  })
  .meta({ id: 'Customer' })

export const customerInput = z.object({
  name: z.string().trim().min(1).max(150),
  native_name: z.string().max(160).optional(),
  abbreviation: z.string().max(12).optional(),
  slug: z
    .string()
    .max(50)
    .regex(/^[-a-zA-Z0-9_]+$/)
    .optional(),
  description: z.string().max(4096).optional(),
  email: z.union([z.email().max(75), z.literal('')]).optional(),
  blocked: z.boolean().optional().meta({ description: 'Staff only: refuses every change below.' }),
  archived: z.boolean().optional().meta({ description: 'Staff only: refuses every change below.' }),
  ...details((maxLength) => z.string().max(maxLength).optional()),
})
export type CustomerInput = z.infer<typeof customerInput>

/** Numbers of projects and people of each customer, in at most three queries. */
const countsOf = async (uuids: string[], view: View) => {
  const projectsOf = new Map<string, number>()
  const peopleOf = new Map<string, Set<string>>()
  if (view.wants('projects_count')) {
    const rows = await db
      .select({ uuid: projects.customerUuid, n: count() })
      .from(projects)
      .where(and(inArray(projects.customerUuid, uuids), eq(projects.isRemoved, false)))
      .groupBy(projects.customerUuid)
    for (const { uuid, n } of rows) projectsOf.set(uuid, n)
  }
  if (view.wants('users_count')) {
    const direct = await db
      .selectDistinct({ uuid: grants.scopeUuid, userUuid: grants.userUuid })
      .from(grants)
      .where(and(eq(grants.scopeType, 'customer'), inArray(grants.scopeUuid, uuids), isNull(grants.revokedAt)))
    const below = await db
      .selectDistinct({ uuid: projects.customerUuid, userUuid: grants.userUuid })
      .from(grants)
      .innerJoin(projects, eq(projects.uuid, grants.scopeUuid))
      .where(and(eq(grants.scopeType, 'project'), inArray(projects.customerUuid, uuids), isNull(grants.revokedAt)))
    for (const { uuid, userUuid } of [...direct, ...below]) {
      const people = peopleOf.get(uuid) ?? new Set()
      peopleOf.set(uuid, people.add(userUuid))
    }
  }
  return { projectsOf, peopleOf }
}

export const presentCustomers = async (rows: CustomerRow[], view: View): Promise<z.infer<typeof customerSchema>[]> => {
  const { projectsOf, peopleOf } = await countsOf(
    rows.map((row) => row.uuid),
    view,
  )
  return rows.map((row) => {
    const text = (name: DetailName) => (typeof row.details[name] === 'string' ? row.details[name] : '')
    return {
      url: view.link('customers', row.uuid),
      uuid: row.uuid,
      created: wireTime(row.createdAt),
      name: row.name,
      display_name: row.abbreviation ? `${row.name} (${row.abbreviation})` : row.name,
      slug: row.slug,
      native_name: row.nativeName,
      abbreviation: row.abbreviation,
      description: row.description,
      email: row.email,
      ...(Object.fromEntries(DETAIL_NAMES.map((name) => [name, text(name)])) as Record<DetailName, string>),
      image: null,
      blocked: row.isBlocked,
      archived: row.isArchived,
      projects_count: projectsOf.get(row.uuid) ?? 0,
      users_count: peopleOf.get(row.uuid)?.size ?? 0,
      is_service_provider: row.isServiceProvider,
      organization_groups: [],
      default_affiliations: [],
      payment_profiles: [],
      country_name: '',
      customer_credit: null,
      customer_unallocated_credit: null,
      has_affiliate_links: false,
      has_active_helpdesk: false,
    }
  })
}
