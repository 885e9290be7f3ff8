import { expect, test } from 'vitest'
import { registry } from '../registry.ts'
import { apiOf, makeActor } from '../testing/api.ts'
import { openTestDatabase } from '../testing/database.ts'
import { loadFactories } from '../testing/factories.ts'
import { countQueries } from '../testing/queries.ts'

openTestDatabase()

const factories = await loadFactories()
const ROWS = 6

for (const def of registry.filter(({ list }) => list)) {
  const factory = factories.get(def.path)
  // Types without actions need no factory, and then have no rows here.
  if (!factory) continue
  test(`a list of ${def.path} asks nothing per row`, async () => {
    for (let i = 0; i < ROWS; i++) await factory.make()
    const api = apiOf(registry, makeActor())
    const { headers } = await api('HEAD', `/api/${def.path}/`)
    // Rows that belong to one person each (personal tokens): nobody has a list of several here.
    if (Number(headers.get('x-result-count')) < ROWS) return
    const read = (rows: number) =>
      countQueries(async () => {
        const { status, body } = await api('GET', `/api/${def.path}/?page_size=${rows}`)
        expect([status, body.length]).toEqual([200, rows])
      })
    // A query per row would be four more; one more may be for what only some rows have.
    expect(await read(5)).toBeLessThan((await read(1)) + 3)
  })
}
