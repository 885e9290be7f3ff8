/** Rows for tests. */
import { db } from '../../db/client.ts'
import type { AnyTable, RowOf } from '../api/define.ts'
import { newUuid } from '../ids.ts'
import type { State } from '../jobs/states.ts'

/** The columns of `resourceColumns()` for one test row. */
export const resourceValues = (name = 'thing') => {
  const createdAt = new Date()
  return {
    uuid: newUuid(),
    name: `${name}-${newUuid().slice(0, 6)}`,
    state: 'OK' as State,
    backendId: newUuid(),
    tenantUuid: newUuid(),
    projectUuid: newUuid(),
    customerUuid: newUuid(),
    settingsUuid: newUuid(),
    createdAt,
    modifiedAt: createdAt,
  }
}

/** The columns of `propertyColumns()` for one test row: a flavor, an image, a zone. */
export const propertyValues = (name: string) => {
  const createdAt = new Date()
  return {
    uuid: newUuid(),
    settingsUuid: newUuid(),
    backendId: newUuid(),
    name: `${name}-${newUuid().slice(0, 6)}`,
    createdAt,
    modifiedAt: createdAt,
  }
}

export const insertRow = async <T extends AnyTable>(table: T, values: T['$inferInsert']): Promise<RowOf<T>> => {
  const [row] = (await db
    .insert(table as AnyTable)
    .values(values)
    .returning()) as RowOf<T>[]
  return row
}
