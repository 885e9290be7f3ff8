/** Categories of offerings. Source: contract 6.1. */
import { and, count, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { actionFor, defineResource, defineRoute } from '../../api/define.ts'
import { contains, exact } from '../../api/filters.ts'
import { staff } from '../../api/rules.ts'
import { conflict } from '../../errors.ts'
import { newUuid } from '../../ids.ts'
import { noteChange } from '../../live/changes.ts'
import { uuidField } from '../base/present.ts'
import { categories, offerings } from '../offering/table.ts'

const PATH = 'marketplace-categories'
const action = actionFor(categories)

const schema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    title: z.string(),
    description: z.string(),
    icon: z.null(),
    default_tenant_category: z.boolean(),
    default_vm_category: z.boolean(),
    default_volume_category: z.boolean(),
    offering_count: z.int(),
    available_offerings_count: z.int(),
    sections: z.array(z.unknown()),
    columns: z.array(z.unknown()),
    components: z.array(z.unknown()),
    articles: z.array(z.unknown()),
    group: z.null(),
  })
  .meta({ id: 'MarketplaceCategory' })

const input = z.object({
  title: z.string().trim().min(1).max(255),
  description: z.string().max(4096).default(''),
  default_tenant_category: z.boolean().default(false),
  default_vm_category: z.boolean().default(false),
  default_volume_category: z.boolean().default(false),
})
const columnsOf = (given: Partial<z.infer<typeof input>>) => ({
  ...(given.title !== undefined && { title: given.title }),
  ...(given.description !== undefined && { description: given.description }),
  ...(given.default_tenant_category !== undefined && { defaultTenantCategory: given.default_tenant_category }),
  ...(given.default_vm_category !== undefined && { defaultVmCategory: given.default_vm_category }),
  ...(given.default_volume_category !== undefined && { defaultVolumeCategory: given.default_volume_category }),
})

const FLAGS = ['defaultTenantCategory', 'defaultVmCategory', 'defaultVolumeCategory'] as const
/** A flag is one category's at a time: it moves. In a transaction. */
const takeFlags = async (patch: ReturnType<typeof columnsOf>) => {
  for (const flag of FLAGS)
    if (patch[flag])
      await db
        .update(categories)
        .set({ [flag]: false })
        .where(eq(categories[flag], true))
}

export const categoryResource = defineResource({
  path: PATH,
  model: 'Category',
  summary: 'Categories of offerings',
  table: categories,
  schema,
  visible: () => undefined,
  scopeOf: () => ({}),
  present: async (rows, { link, wants }) => {
    const counts = wants('offering_count', 'available_offerings_count')
      ? await db
          .select({ uuid: offerings.categoryUuid, n: count() })
          .from(offerings)
          .where(
            and(
              inArray(
                offerings.categoryUuid,
                rows.map((row) => row.uuid),
              ),
              eq(offerings.state, 'Active'),
            ),
          )
          .groupBy(offerings.categoryUuid)
      : []
    const countOf = new Map(counts.map(({ uuid, n }) => [uuid, Number(n)]))
    return rows.map((row) => ({
      url: link(PATH, row.uuid),
      uuid: row.uuid,
      title: row.title,
      description: row.description,
      icon: null,
      default_tenant_category: row.defaultTenantCategory,
      default_vm_category: row.defaultVmCategory,
      default_volume_category: row.defaultVolumeCategory,
      offering_count: countOf.get(row.uuid) ?? 0,
      available_offerings_count: countOf.get(row.uuid) ?? 0,
      sections: [],
      columns: [],
      components: [],
      articles: [],
      group: null,
    }))
  },
  list: true,
  retrieve: true,
  filters: { title: contains(categories.title, 'Part of the title.'), title_exact: exact(categories.title) },
  orderings: { title: categories.title },
  defaultOrder: [categories.title],
  routes: [
    defineRoute({
      summary: 'Make a category',
      method: 'POST',
      path: '',
      rule: staff,
      status: 201,
      input,
      output: schema,
      handle: async ({ input: given, call }) => {
        const uuid = newUuid()
        await transaction(async () => {
          const patch = columnsOf(given)
          await takeFlags(patch)
          await db.insert(categories).values({ title: given.title, ...patch, uuid })
          await noteChange(PATH, 'created', { uuid })
        })
        return { status: 201, body: await call.render(PATH, uuid) }
      },
    }),
  ],
  update: action({
    summary: 'Change a category',
    rule: staff,
    input,
    plan: async ({ input: given }) => {
      const patch = columnsOf(given)
      await takeFlags(patch)
      return { patch }
    },
  }),
  destroy: action({
    summary: 'Delete a category that has no offerings',
    rule: staff,
    plan: async ({ row }) => {
      const [{ n }] = await db.select({ n: count() }).from(offerings).where(eq(offerings.categoryUuid, row.uuid))
      if (Number(n) > 0) throw conflict('Cannot delete category with existing offerings')
      return {}
    },
  }),
})
