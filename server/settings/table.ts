import { k } from '../../db/columns.ts'

/** Settings that staff change while the portal runs, by Waldur's names. Absent: the default. */
export const settings = k.table('settings', {
  name: k.text('name').primaryKey(),
  value: k.json<{ value: unknown }>('value').notNull(),
  modifiedAt: k.time('modified_at').notNull(),
})
