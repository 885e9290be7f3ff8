/** Images of providers. Source: contract 1.7, 4.3. */
import { and, count, desc, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { defineResource, defineRoute } from '../../api/define.ts'
import { boolean, exact } from '../../api/filters.ts'
import { signedIn } from '../../api/rules.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { wireTimeOrNull } from '../base/present.ts'
import { propertyFields, propertyFilters, propertySchema, visibleProperty } from '../base/property-resource.ts'
import { instances } from '../instance/table.ts'
import { tenants } from '../tenant/table.ts'
import { type ImageRow, images } from './table.ts'

const PATH = 'openstack-images'

const schema = propertySchema
  .extend({
    min_disk: z.int().meta({ description: 'MiB.' }),
    min_ram: z.int().meta({ description: 'MiB.' }),
    backend_created_at: z.string().nullable(),
    hw_rescue_device: z.string(),
    hw_rescue_bus: z.string(),
    is_rescue_image: z.boolean(),
    size: z.number().nullable().meta({ description: 'Bytes.' }),
    status: z.string(),
    visibility: z.string(),
    disk_format: z.string(),
    os_distro: z.string(),
    os_version: z.string(),
    owner_name: z.string(),
    properties: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'OpenStackImage' })

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** The properties are JSON text on SQLite and jsonb on PostgreSQL: both are searched as text. */
const hasProperty = (name: string) => sql`cast(${images.properties} as text) like ${`%"${name}"%`}`
const isRescue = sql`(${hasProperty('hw_rescue_device')} or ${hasProperty('hw_rescue_bus')})`

/** Another image of the same name and provider that is newer, by the cloud's clock and then by id. */
const isOutdated = sql`exists (select 1 from ${images} as newer where newer.settings_uuid = ${images.settingsUuid} and newer.name = ${images.name} and newer.uuid <> ${images.uuid} and (newer.backend_created_at > ${images.backendCreatedAt} or (newer.backend_created_at = ${images.backendCreatedAt} and newer.backend_id > ${images.backendId})))`

const owners = async (rows: ImageRow[]): Promise<Map<string, string>> => {
  const known = await db.select({ id: tenants.backendId, name: tenants.name }).from(tenants)
  const nameOf = new Map(known.map(({ id, name }) => [id, name]))
  return new Map(rows.map((row) => [row.uuid, nameOf.get(row.ownerId) ?? '']))
}

export const imageResource = defineResource({
  path: PATH,
  model: 'Image',
  summary: 'Images',
  table: images,
  schema,
  visible: visibleProperty(images, 'image'),
  scopeOf: () => ({}),
  present: async (rows, { link, wants }) => {
    const ownerOf = wants('owner_name') ? await owners(rows) : new Map<string, string>()
    return rows.map((row) => {
      const device = text(row.properties.hw_rescue_device)
      const bus = text(row.properties.hw_rescue_bus)
      return {
        ...propertyFields(row, PATH, link),
        min_disk: row.minDiskMib,
        min_ram: row.minRamMib,
        backend_created_at: wireTimeOrNull(row.backendCreatedAt),
        hw_rescue_device: device,
        hw_rescue_bus: bus,
        is_rescue_image: device !== '' || bus !== '',
        size: row.sizeBytes,
        status: row.status,
        visibility: row.visibility,
        disk_format: row.diskFormat,
        os_distro: row.osDistro,
        os_version: row.osVersion,
        owner_name: ownerOf.get(row.uuid) ?? '',
        properties: row.properties,
      }
    })
  },
  list: true,
  retrieve: true,
  filters: {
    ...propertyFilters(images, 'image'),
    visibility: exact(images.visibility),
    is_rescue_image: boolean((wanted) => (wanted ? isRescue : sql`not ${isRescue}`)),
    show_duplicate_names: {
      ...boolean((wanted) => (wanted ? undefined : sql`not ${isOutdated}`), 'Also older images of the same name.'),
      whenAbsent: 'false',
    },
  },
  orderings: { name: images.name, size: images.sizeBytes, backend_created_at: images.backendCreatedAt },
  defaultOrder: [images.name],
  routes: [
    defineRoute({
      summary: 'How many instances were made from each image',
      method: 'GET',
      path: 'usage_stats',
      rule: signedIn,
      handle: async ({ call }) => {
        const rows = await db
          .select({
            name: instances.imageName,
            created: count(),
            running: sql<number>`sum(case when ${instances.runtimeState} = 'ACTIVE' then 1 else 0 end)`,
          })
          .from(instances)
          .where(and(visibleByScope(call.actor, instances), sql`${instances.imageName} <> ''`))
          .groupBy(instances.imageName)
          .orderBy(desc(count()), instances.imageName)
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
