import { expect, test } from 'vitest'
import { newUuid } from '../ids.ts'
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
  const several = Object.entries(def.filters ?? {}).filter(([, { repeatable, type }]) => repeatable && type === 'uuid')
  if (several.length > 0)
    test(`a filter of ${def.path} asks nothing per value`, async () => {
      const api = apiOf(registry, makeActor())
      for (const [name] of several) {
        const read = (values: number) =>
          countQueries(async () => {
            const query = new URLSearchParams(Array.from({ length: values }, () => [name, newUuid()]))
            const { status, body } = await api('GET', `/api/${def.path}/?${query}`)
            expect([name, status, body]).toEqual([name, 200, []])
          })
        expect(await read(50), name).toBe(await read(1))
      }
    })
}
