/** Flavors of providers. Source: contract 4.3. */
import { and, count, desc, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { defineResource, defineRoute } from '../../api/define.ts'
import { signedIn } from '../../api/rules.ts'
import { fieldError } from '../../errors.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { numberFilters } from '../base/filters.ts'
import { propertyFields, propertyFilters, propertySchema, visibleProperty } from '../base/property-resource.ts'
import { instances } from '../instance/table.ts'
import { flavors } from './table.ts'

const PATH = 'openstack-flavors'

const schema = propertySchema
  .extend({
    cores: z.int(),
    ram: z.int().meta({ description: 'MiB.' }),
    disk: z.int().meta({ description: 'MiB.' }),
    display_name: z.string(),
  })
  .meta({ id: 'OpenStackFlavor' })

/** Patterns of people run in the database or not at all: they are matched here, on names alone. */
const namesMatching = async (pattern: string): Promise<string[]> => {
  let regex: RegExp
  try {
    regex = new RegExp(pattern.slice(0, 200), 'i')
  } catch {
    throw fieldError('name_iregex', 'This is no valid regular expression.')
  }
  const names = await db.selectDistinct({ name: flavors.name }).from(flavors)
  return names.map(({ name }) => name).filter((name) => regex.test(name))
}

export const usageStatsSchema = z.array(
  z.object({ name: z.string(), running_instances_count: z.int(), created_instances_count: z.int() }),
)

export const flavorResource = defineResource({
  path: PATH,
  model: 'Flavor',
  summary: 'Flavors',
  table: flavors,
  schema,
  visible: visibleProperty(flavors, 'flavor'),
  scopeOf: () => ({}),
  present: async (rows, { link }) =>
    rows.map((row) => ({
      ...propertyFields(row, PATH, link),
      cores: row.cores,
      ram: row.ramMib,
      disk: row.diskMib,
      display_name: `${row.name} (${row.cores} CPU, ${row.ramMib} MB RAM, ${row.diskMib} MB HDD)`,
    })),
  list: true,
  retrieve: true,
  filters: {
    ...propertyFilters(flavors, 'flavor'),
    name_iregex: {
      description: 'Regular expression on the name, without case.',
      where: async ([pattern]) => {
        const names = await namesMatching(pattern)
        return names.length > 0 ? sql`${flavors.name} in ${names}` : sql`1 = 0`
      },
    },
    ...numberFilters('cores', flavors.cores),
    ...numberFilters('ram', flavors.ramMib),
    ...numberFilters('disk', flavors.diskMib),
  },
  orderings: { cores: flavors.cores, ram: flavors.ramMib, disk: flavors.diskMib, name: flavors.name },
  defaultOrder: [flavors.settingsUuid, flavors.cores, flavors.ramMib, flavors.diskMib],
  routes: [
    defineRoute({
      summary: 'How many instances have each flavor',
      method: 'GET',
      path: 'usage_stats',
      rule: signedIn,
      output: usageStatsSchema,
      handle: async ({ call }) => {
        const rows = await db
          .select({
            name: instances.flavorName,
            created: count(),
            running: sql<number>`sum(case when ${instances.runtimeState} = 'ACTIVE' then 1 else 0 end)`,
          })
          .from(instances)
          .where(and(visibleByScope(call.actor, instances), sql`${instances.flavorName} <> ''`))
          .groupBy(instances.flavorName)
          .orderBy(desc(count()), instances.flavorName)
        const body = rows.map(({ name, created, running }) => ({
          name,
          running_instances_count: Number(running),
          created_instances_count: Number(created),
        }))
        return { status: 200, body }
      },
    }),
  ],
})
