/** Volume types of providers. Source: contract 4.3. */
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { type Actor, defineResource, defineRoute } from '../../api/define.ts'
import { signedIn } from '../../api/rules.ts'
import { propertyFields, propertyFilters, propertySchema, visibleProperty } from '../base/property-resource.ts'
import { volumeTypes } from './table.ts'

const PATH = 'openstack-volume-types'
const schema = propertySchema
  .extend({ description: z.string(), is_default: z.boolean() })
  .meta({ id: 'OpenStackVolumeType' })

const visibleType = visibleProperty(volumeTypes, 'volume_type')
/** Disabled ones are never listed. */
const visible = (actor: Actor) => and(eq(volumeTypes.disabled, false), visibleType(actor))

export const volumeTypeResource = defineResource({
  path: PATH,
  model: 'VolumeType',
  summary: 'Volume types',
  table: volumeTypes,
  schema,
  visible,
  scopeOf: () => ({}),
  present: async (rows, { link }) =>
    rows.map((row) => ({
      ...propertyFields(row, PATH, link),
      description: row.description,
      is_default: row.isDefault,
    })),
  list: true,
  retrieve: true,
  filters: propertyFilters(volumeTypes, 'volume_type'),
  orderings: { name: volumeTypes.name },
  defaultOrder: [volumeTypes.settingsUuid, volumeTypes.name],
  routes: [
    defineRoute({
      summary: 'Names of all volume types',
      method: 'GET',
      path: 'names',
      rule: signedIn,
      output: z.array(z.string()),
      handle: async ({ call }) => {
        const rows = await db
          .selectDistinct({ name: volumeTypes.name })
          .from(volumeTypes)
          .where(visible(call.actor))
          .orderBy(volumeTypes.name)
        return { status: 200, body: rows.map(({ name }) => name) }
      },
    }),
  ],
})
