/** Whatever is sent, the API refuses it in its own words: no answer is a fault of ours. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newUuid } from '../ids.ts'
import { registry } from '../registry.ts'
import { makeOffering } from '../resources/offering/factory.ts'
import { components } from '../resources/offering/table.ts'
import { makeProvider } from '../resources/provider/factory.ts'
import { makeTenant } from '../resources/tenant/factory.ts'
import { apiOf, makeActor } from '../testing/api.ts'
import { openTestDatabase } from '../testing/database.ts'
import { loadFactories } from '../testing/factories.ts'
import { bodiesFor, texts } from '../testing/hostile-input.ts'
import { makeCustomer, makeProject } from '../testing/identity.ts'
import { insertRow } from '../testing/rows.ts'
import { registry as toyRegistry, toys, withToys } from '../testing/toys.ts'
import { INT_MAX } from '../units.ts'
import type { Registry } from './define.ts'
import { compiledOf } from './match.ts'
import { propertyOf } from './page.ts'

openTestDatabase()

const FAULT = 500
/** Cases an operation, when more than the sample of CI is wanted (`npm run fuzz`). */
const RUNS = Number(process.env.FOYER_TEST_RUNS ?? 0)
/** The same cases each time, so that a failure is nobody's bad luck; FOYER_TEST_SEED looks at others. */
const SEED = Number(process.env.FOYER_TEST_SEED ?? 20261127)
const namesOf = (schema: unknown): string[] =>
  Object.keys((schema as { shape?: Record<string, unknown> } | undefined)?.shape ?? {})

const queryOf = (names: readonly string[]) =>
  fc.array(fc.tuple(names.length > 0 ? fc.oneof(fc.constantFrom(...names), texts) : texts, texts), { maxLength: 4 })

/** Each place and method, with a row where a factory makes one. Gives the first failure of each operation. */
const attack = async (registry: Registry, rowOf: (path: string) => Promise<string>, numRuns: number) => {
  const api = apiOf(registry, makeActor())
  const failures: string[] = []
  let [operations, cases] = [0, 0]
  for (const place of compiledOf(registry).places) {
    const uuid = place.onRow ? await rowOf(place.def.path) : ''
    const filters = [...Object.keys(place.def.filters ?? {}), 'o', 'page', 'page_size', 'field']
    for (const [method, operation] of place.methods) {
      const input =
        operation.kind === 'route' ? operation.route.input : operation.kind === 'action' ? operation.input : undefined
      const names = operation.kind === 'list' ? filters : namesOf(input)
      operations++
      const property = fc.asyncProperty(bodiesFor(input), queryOf(names), texts, async (body, query, segment) => {
        cases++
        const path = `/api/${place.pattern.replace('{uuid}', uuid)}/`.replaceAll(/\{\w+\}/g, () =>
          encodeURIComponent(segment.toWellFormed()),
        )
        const search = new URLSearchParams(query.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()]))
        const sent = method === 'GET' ? undefined : body
        const answer = await api(method, `${path}?${search}`, sent)
        expect(answer.status, `${method} ${path}?${search} ${sent} → ${answer.text.slice(0, 200)}`).not.toBe(FAULT)
      })
      const result = await fc.check(property, { numRuns, seed: SEED, endOnFailure: true })
      if (result.failed) failures.push(`${method} ${place.pattern}: ${(result.errorInstance as Error)?.message}`)
    }
  }
  if (RUNS)
    process.stdout.write(`${operations} operations, ${cases} cases, ${failures.length} failures, seed ${SEED}\n`)
  return failures
}

test('no path is a fault', async () => {
  const api = apiOf(toyRegistry, makeActor())
  await fc.assert(
    fc.asyncProperty(
      fc.array(texts, { maxLength: 5 }),
      fc.constantFrom('GET', 'POST', 'PUT', 'OPTIONS', 'HEAD'),
      async (parts, method) => {
        const { status } = await api(
          method,
          `/api/toys/${parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')}`,
        )
        expect(status).toBeLessThan(FAULT)
      },
    ),
    { numRuns: 100, seed: SEED },
  )
})

test('no body is a fault where it is no JSON', async () => {
  const api = apiOf(toyRegistry, makeActor())
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      expect((await api('POST', '/api/toys/', text.toWellFormed())).status).toBeLessThan(FAULT)
    }),
    { numRuns: 50, seed: SEED },
  )
})

test('what a database cannot take is refused in words', async () => {
  const api = apiOf(registry, makeActor())
  const { uuid } = await makeOffering()
  const offering = `/api/marketplace-provider-offerings/${uuid}`
  const component = { uuid: newUuid(), type: 'cores', name: 'Cores', measuredUnit: 'cores' }
  await insertRow(components, { ...component, offeringUuid: uuid })
  const attributes = (sent: string) => api('POST', `${offering}/update_attributes/`, sent)
  const deep = 50_000
  const answers = {
    surrogate: await attributes('{"a": {"b": "x\\ud800"}}'),
    surrogateName: await attributes('{"a": {"\\udc00": 1}}'),
    nul: await attributes('{"a": ["\\u0000"]}'),
    deep: await attributes(`{"a": ${'['.repeat(deep)}${']'.repeat(deep)}}`),
    large: await api('POST', `${offering}/update_offering_component/`, {
      uuid: component.uuid,
      max_value: INT_MAX + 1,
    }),
    early: await api('GET', '/api/projects/?created=0000-01-01T00:00:00Z'),
    beyond: await api('GET', '/api/projects/?created=9999-12-31T23:59:59-23:59'),
  }
  expect(Object.fromEntries(Object.entries(answers).map(([name, { status, body }]) => [name, [status, body]]))).toEqual(
    {
      surrogate: [400, { a: { b: ['Surrogate characters are not allowed: U+D800.'] } }],
      surrogateName: [400, { a: ['Surrogate characters are not allowed: U+DC00.'] }],
      nul: [400, { a: [{ non_field_errors: ['Null characters are not allowed.'] }] }],
      deep: [400, { detail: expect.stringContaining('nested more than 100 levels deep') }],
      large: [400, { max_value: [expect.any(String)] }],
      early: [400, { created: ['Enter a valid date/time.'] }],
      beyond: [400, { created: ['Enter a valid date/time.'] }],
    },
  )
  expect((await api('GET', `/api/openstack-volumes/?o=${'name,-name,'.repeat(2000)}`)).status).toBe(200)
})

test('no input and no filter of the toys is a fault', async () => {
  const { rows } = await withToys(1)
  const { explode: _, ...actions } = toys.actions ?? {}
  expect(await attack([{ ...toys, actions }], async () => rows[0].uuid, RUNS || 15)).toEqual([])
})

test(
  'no input and no filter of the portal is a fault',
  async () => {
    const factories = await loadFactories()
    const { uuid: settingsUuid } = await makeProvider()
    const { uuid: customerUuid } = await makeCustomer()
    const { uuid: projectUuid } = await makeProject({ customerUuid })
    const owners = { projectUuid, customerUuid, settingsUuid }
    const tenant = await makeTenant(owners)
    // What stands in the portal belongs to a tenant of a provider.
    const home = { ...owners, tenantUuid: tenant.uuid }
    const rows = new Map<string, string>()
    const rowOf = async (path: string) => {
      const def = registry.find((one) => one.path === path)
      const factory = factories.get(path)
      if (!def || !factory) return '0'.repeat(32)
      if (!rows.has(path))
        rows.set(path, path === 'openstack-tenants' ? tenant.uuid : String((await factory.make(home))[propertyOf(def)]))
      return rows.get(path)!
    }
    expect(await attack(registry, rowOf, RUNS || 6)).toEqual([])
  },
  120_000 + RUNS * 20_000,
)
