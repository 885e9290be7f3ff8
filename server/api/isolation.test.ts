/**
 * Nobody reaches what is another organisation's: not by its uuid in a path, not by a filter, not by a link in a body. An
 * answer about it is word for word the answer about what does not exist, and nothing is written.
 */
import { beforeAll, expect, test } from 'vitest'
import { transaction } from '../../db/client.ts'
import { dashed, newUuid, parseUuid } from '../ids.ts'
import { registry } from '../registry.ts'
import { apiOf, ORIGIN, type TestApi, type TestResponse } from '../testing/api.ts'
import { openTestDatabase } from '../testing/database.ts'
import { loadFactories } from '../testing/factories.ts'
import { actorOf, grantRole, makeUser } from '../testing/identity.ts'
import { fill, type Leaf, LINKED_BODIES, type LinkedBody, leavesOf, unknownTexts } from '../testing/linked-bodies.ts'
import {
  type AnyRow,
  loadTables,
  makeOrganisation,
  NOBODYS,
  type Organisation,
  snapshot,
} from '../testing/organisation.ts'
import type { AnyResource } from './define.ts'
import { compiledOf, type Operation, type Place } from './match.ts'
import { propertyOf } from './page.ts'

openTestDatabase()

const factories = await loadFactories()
const tables = await loadTables()
const { places, byPath } = compiledOf(registry)
const defOf = (path: string) => byPath.get(path) as AnyResource

/** The caller's: a tenant that a seller sold, and a cloud of their own. Theirs: the same, of others. */
let ours: Organisation[]
let theirs: Organisation[]
const callers: { role: string; api: TestApi }[] = []
/** Uuids that are none of the caller's, each with its collection and row. */
let foreign: { collection: string; row: AnyRow; uuid: string }[]

const keyOf = (collection: string, row: AnyRow) => String(row[propertyOf(defOf(collection))])

beforeAll(async () => {
  const seller = await makeOrganisation(factories, 'seller')
  ours = [await makeOrganisation(factories, 'ours', seller), await makeOrganisation(factories, 'ours-too')]
  theirs = [await makeOrganisation(factories, 'theirs', seller), await makeOrganisation(factories, 'theirs-too')]
  for (const role of ['PROJECT.MANAGER', 'CUSTOMER.OWNER']) {
    const someone = await makeUser()
    for (const one of ours) await grantRole(someone, role, role === 'CUSTOMER.OWNER' ? one : { project: one.project })
    const actor = await actorOf(someone)
    callers.push({ role, api: apiOf(registry, actor) })
    if (role === 'CUSTOMER.OWNER')
      for (const collection of ['keys', 'personal-access-tokens'])
        ours[0].rows.set(collection, await factories.get(collection)!.make({ userUuid: actor.userUuid }))
  }
  foreign = theirs.flatMap(({ rows }) =>
    [...rows].map(([collection, row]) => ({ collection, row, uuid: keyOf(collection, row) })),
  )
})

/** A row of the caller's own. */
const ownRow = (collection: string): AnyRow | undefined =>
  ours.find(({ rows }) => rows.has(collection))?.rows.get(collection)

/** Expects that nothing is written meanwhile. */
const withoutTrace = async (walk: () => Promise<void>) => {
  const before = await snapshot(tables)
  await walk()
  const after = await snapshot(tables)
  expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual([])
}

const outcome = ({ status, body }: TestResponse) => ({ status, body })
const report = (text: string) => process.stdout.write(`isolation: ${text}\n`)

const inputOf = (operation: Operation) =>
  operation.kind === 'route' ? operation.route.input : operation.kind === 'action' ? operation.input : undefined

/** Something that the operation would take. */
const bodyFor = (method: string, pattern: string): unknown => {
  if (method === 'GET') return undefined
  const [linked] = LINKED_BODIES[`${method} ${pattern}`] ?? []
  return linked ? fill(linked.body, ownText) : { name: 'mine', description: 'mine', error_message: 'mine' }
}

const ownText = ({ named }: Leaf): string => {
  const row = ours[named.of === 'buyer' ? 0 : 1].rows.get(named.collection) ?? ownRow(named.collection)
  if (!row) throw new Error(`The caller has none of ${named.collection}.`)
  if (named.column !== 'uuid') return String(row[named.column])
  return keyOf(named.collection, row)
}

test('every type that belongs to somebody is walked', () => {
  const walked = new Set(foreign.map(({ collection }) => collection))
  const collections = registry.filter((def) => def.list || def.retrieve).map((def) => def.path)
  expect(collections.filter((path) => !walked.has(path)).sort()).toEqual([...NOBODYS].sort())
  for (const path of walked) expect(ownRow(path), path).toBeDefined()
})

let [pathOperations, pathCalls] = [0, 0]
for (const def of registry) {
  const own = places.filter((place) => place.def === def && place.onRow)
  if (own.length === 0) continue
  test(`no uuid of others opens ${def.path}`, { timeout: 60_000 }, () =>
    withoutTrace(async () => {
      for (const { pattern, methods } of own)
        for (const [method] of methods) {
          pathOperations++
          const body = bodyFor(method, pattern)
          const rest = pattern.replaceAll(/\{(?!uuid\})\w+\}/g, newUuid())
          for (const { role, api } of callers)
            for (const { collection, row, uuid } of foreign) {
              // Of other types those of one organisation are enough, for the caller who sees most.
              const isAlike = collection === def.path
              if (!isAlike && (role !== 'CUSTOMER.OWNER' || theirs[0].rows.get(collection) !== row)) continue
              pathCalls++
              const answer = await api(method, `/api/${rest.replace('{uuid}', encodeURIComponent(uuid))}/`, body)
              const what = `${role} ${method} ${pattern} with ${collection} ${uuid}`
              expect(outcome(answer), what).toEqual({
                status: 404,
                body: { detail: `No ${def.model} matches the given query.` },
              })
            }
        }
    }),
  )
}

test('nothing of others is reached through a row of one’s own', { timeout: 60_000 }, () =>
  withoutTrace(async () => {
    const { securityGroupRules } = await import('../resources/security-group/table.ts')
    const { db } = await import('../../db/client.ts')
    const rules = (await db.select().from(securityGroupRules)).filter(({ securityGroupUuid }) =>
      foreign.some(({ uuid }) => uuid === securityGroupUuid),
    )
    expect(rules.length).toBe(theirs.length)
    const names = [...foreign.map(({ uuid }) => uuid), ...rules.map(({ id }) => String(id))]
    const deep = places.filter(({ pattern }) => /\{(?!uuid\})\w+\}/.test(pattern))
    expect(deep.length).toBeGreaterThan(2)
    for (const { pattern, methods, def, onRow } of deep)
      for (const [method] of methods) {
        const row = onRow && ownRow(def.path)
        const at = (name: string) =>
          `/api/${pattern.replace('{uuid}', row ? keyOf(def.path, row) : '').replaceAll(/\{\w+\}/g, name)}/`
        const { api } = callers.at(-1)!
        const body = method === 'GET' ? undefined : {}
        for (const name of names) {
          pathCalls++
          // A rule's number is told from a uuid: what is absent is compared with its like.
          const absent = /^\d{1,9}$/.test(name) ? '987654321' : newUuid()
          const expected = outcome(await api(method, at(absent), body))
          expect([404, 400], `${method} ${pattern}`).toContain(expected.status)
          expect(outcome(await api(method, at(name), body)), `${method} ${pattern} with ${name}`).toEqual(expected)
        }
      }
  }),
)

const longTexts = (row: AnyRow) =>
  Object.values(row).filter((value): value is string => typeof value === 'string' && value.length > 8)

/** Values of a filter that name something of others, by form, each form with a value that names nothing. */
const candidates = (def: AnyResource): { values: string[]; absent: string }[] => {
  const rows = foreign.filter(({ collection }) => [def.path, 'customers', 'projects'].includes(collection))
  const known = new Set(ours.flatMap((one) => [...one.rows.values()].flatMap(longTexts)))
  const texts = rows.flatMap(({ row }) => longTexts(row)).filter((text) => !known.has(text))
  const isUuid = (text: string) => parseUuid(text) !== undefined
  const linked = foreign.filter(({ collection }) => theirs[0].rows.has(collection))
  return [
    { values: [...new Set([...foreign.map(({ uuid }) => uuid), ...texts.filter(isUuid)])], absent: newUuid() },
    {
      values: linked.map(({ collection, uuid }) => `${ORIGIN}/api/${collection}/${uuid}/`),
      absent: `${ORIGIN}/api/${def.path}/${newUuid()}/`,
    },
    { values: ['theirs', ...texts.filter((text) => !isUuid(text))], absent: 'xyzzy-none' },
  ]
}

/** Whether the filter takes names of objects, and not words of a fixed set. */
const takesNames = ({ values, type }: NonNullable<AnyResource['filters']>[string]) =>
  !values && (type === undefined || type === 'string' || type === 'uuid')

let [lists, filters, filterCalls] = [0, 0, 0]
for (const def of registry) {
  if (!def.list || NOBODYS.includes(def.path)) continue
  test(`no filter of ${def.path} shows what is others'`, { timeout: 60_000 }, async () => {
    lists++
    const secrets = foreign.flatMap(({ row, uuid }) => [uuid, ...(row.backendId ? [row.backendId] : [])])
    for (const { role, api } of callers) {
      const all = await api('GET', `/api/${def.path}/?page_size=300`)
      expect(all.status).toBe(200)
      for (const secret of [...secrets, 'theirs'])
        expect(all.text, `${role} lists ${def.path}`).not.toContain(String(secret))
      // Who owns an organisation sees a row of every type, but for the sign-ins that staff alone sees.
      const mine = ownRow(def.path)
      if (role === 'CUSTOMER.OWNER' && mine && def.path !== 'auth-tokens')
        expect(all.text, `${role} lists ${def.path}`).toContain(keyOf(def.path, mine))
    }
    const { api } = callers.at(-1)!
    const forms = candidates(def)
    for (const [name, filter] of Object.entries(def.filters ?? {}).filter(([, one]) => takesNames(one))) {
      filters++
      const ask = async (values: string[]) => {
        filterCalls++
        const query = new URLSearchParams(values.map((value) => [name, value]))
        return outcome(await api('GET', `/api/${def.path}/?page_size=300&${query}`))
      }
      for (const { values, absent } of forms) {
        const expected = await ask([absent])
        const asked = filter.repeatable ? [values] : values.map((value) => [value])
        for (const some of asked) expect(await ask(some), `${def.path}?${name}=${some}`).toEqual(expected)
      }
    }
  })
}

test('no count and no sum tells of others', { timeout: 60_000 }, async () => {
  const { api } = callers.at(-1)!
  const routes = places.filter(({ pattern, methods }) => !pattern.includes('{') && methods.get('GET')?.kind === 'route')
  expect(routes.length).toBeGreaterThan(8)
  const names = ['customer_uuid', 'project_uuid', 'tenant_uuid', 'resource_uuid', 'user_uuid', 'settings_uuid']
  for (const { pattern } of routes)
    for (const name of [...names, 'offering_uuid', 'tenant', 'settings', 'shared']) {
      const ask = async (value: string) => {
        filterCalls++
        return outcome(await api('GET', `/api/${pattern}/?${name}=${value}`))
      }
      const expected = await ask(newUuid())
      expect(JSON.stringify(expected)).not.toMatch(/theirs/)
      for (const { uuid } of foreign) expect(await ask(uuid), `${pattern}?${name}=${uuid}`).toEqual(expected)
    }
})

test('of every text in every input it is known whether it names an object', () => {
  const unknown = places.flatMap(({ pattern, methods }) =>
    [...methods].flatMap(([method, operation]) =>
      method === 'PATCH'
        ? []
        : unknownTexts(`${method} ${pattern}`, inputOf(operation)).map((name) => `${method} ${pattern}: ${name}`),
    ),
  )
  expect(unknown, 'add them to server/testing/linked-bodies.ts').toEqual([])
  const declared = new Set(places.flatMap(({ pattern, methods }) => [...methods.keys()].map((m) => `${m} ${pattern}`)))
  expect(Object.keys(LINKED_BODIES).filter((name) => !declared.has(name))).toEqual([])
})

class Undo extends Error {}

/** The answer to a call of which nothing stays. */
const undone = async (call: () => Promise<TestResponse>): Promise<TestResponse> => {
  let answer: TestResponse | undefined
  await transaction(async () => {
    answer = await call()
    throw new Undo()
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
  return answer!
}

/** A row of the caller's own on which the action is possible. */
const preparedRow = async (def: AnyResource, name: string, { row = {} }: LinkedBody): Promise<AnyRow> => {
  const own = ownRow(def.path)!
  if (def.path === 'openstack-tenants') return own
  const linked = Object.fromEntries(Object.entries(own).filter(([column]) => /.Uuid$/.test(column)))
  const factory = factories.get(def.path)!
  return factory.make({ ...linked, ...factory.ready[name], ...row })
}

/** A uuid as clients may spell it. */
const FORMS: ((uuid: string, collection: string) => string)[] = [
  (uuid) => uuid,
  (uuid) => dashed(uuid),
  (uuid, collection) => `${ORIGIN}/api/${collection}/${uuid}/`,
  (uuid, collection) => `/api/${collection}/${uuid}/`,
]

let [bodies, links, bodyCalls] = [0, 0, 0]
const linkTest =
  ({ pattern, def, onRow }: Place, method: string, operation: Operation, linked: LinkedBody) =>
  async () => {
    bodies++
    const row = onRow ? await preparedRow(def, operation.kind === 'action' ? operation.name : '', linked) : {}
    const path = `/api/${pattern.replace('{uuid}', onRow ? keyOf(def.path, row) : '')}/`
    const send = (api: TestApi, at?: Leaf, text = '') =>
      api(
        method,
        path,
        fill(linked.body, (leaf) => (String(leaf.path) === String(at?.path) ? text : ownText(leaf))),
      )
    if (!linked.refused) {
      const good = await undone(() => send(callers.at(-1)!.api))
      expect([200, 201, 202], `with what is one's own: ${good.text}`).toContain(good.status)
    }
    await withoutTrace(async () => {
      for (const leaf of leavesOf(linked.body)) {
        links++
        const { collection, column } = leaf.named
        const alike = foreign.filter((one) => one.collection === collection)
        expect(alike.length, collection).toBeGreaterThan(0)
        const some = foreign.filter((one) => alike.includes(one) || theirs[0].rows.get(one.collection) === one.row)
        for (const { role, api } of callers) {
          const seesMost = role === 'CUSTOMER.OWNER'
          for (const form of column === 'uuid' ? FORMS : [FORMS[0]]) {
            const what = `${role} ${method} ${pattern} ${leaf.path.join('.')}`
            const ask = async (text: string) => {
              bodyCalls++
              const { status, body } = await send(api, leaf, text)
              // A message may repeat what was sent.
              return { status, body: JSON.stringify(body).replaceAll(text, '…') }
            }
            const absent = await ask(form(newUuid(), collection))
            expect([400, 403], `${what}: ${absent.body}`).toContain(absent.status)
            // It is the link that is refused, and nothing before it.
            if (seesMost && !linked.refused)
              expect(absent.body, what).toMatch(/does not exist|is no subnet of|another subnet/)
            for (const one of form === FORMS[0] && seesMost ? some : alike) {
              const text = column === 'uuid' ? form(one.uuid, collection) : String(one.row[column] ?? newUuid())
              expect(await ask(text), `${what}: ${one.collection} ${text}`).toEqual(absent)
            }
          }
        }
      }
    })
  }
for (const place of places)
  for (const [method, operation] of place.methods)
    for (const [index, linked] of (LINKED_BODIES[`${method} ${place.pattern}`] ?? []).entries())
      test(
        `${method} ${place.pattern} takes no link of others${index ? ` (${index + 1})` : ''}`,
        { timeout: 60_000 },
        linkTest(place, method, operation, linked),
      )

test('how much was walked', () => {
  report(`${pathOperations} operations with uuids of others in their path, ${foreign.length} uuids, ${pathCalls} calls`)
  report(`${lists} lists, ${filters} filters, ${filterCalls} calls`)
  report(`${bodies} bodies, ${links} links in them, ${bodyCalls} calls`)
  expect(Math.min(pathOperations, filters, bodies)).toBeGreaterThan(0)
})
