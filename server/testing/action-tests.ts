/** The tests that an action has because it is declared: 401, 404, 403, 409 in each other state, 400 on `{}`. */
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Actor, AnyResource, Registry } from '../api/define.ts'
import { type ActionOperation, actionsOf, hasLifeCycle, keyOf } from '../api/match.ts'
import { propertyOf } from '../api/page.ts'
import { allows } from '../api/rules.ts'
import { newUuid } from '../ids.ts'
import { STATES } from '../jobs/states.ts'
import { apiOf, makeActor, makeHolder } from './api.ts'
import type { Factory } from './factories.ts'

type Row = Record<string, unknown>

/** Not a reason to refuse: the body is judged after the state. */
const VERBS = { update: 'PUT', destroy: 'DELETE' } as const
const NOWHERE = 'NO_SUCH_RUNTIME_STATE'

const requestOf = ({ def, role, name, action }: ActionOperation, uuid: unknown) => {
  const own = role === 'action' ? `${(action.path ?? name).replaceAll(/\{\w+\}/g, newUuid())}/` : ''
  const method = role === 'action' ? (action.method ?? 'POST') : VERBS[role]
  return { method, path: `/api/${def.path}/${uuid}/${own}` }
}

const sees = async (registry: Registry, actor: Actor, def: AnyResource, row: Row) => {
  if (!def.retrieve) return undefined
  const { status } = await apiOf(registry, actor)('GET', `/api/${def.path}/${row[propertyOf(def)]}/`)
  return status === 200
}

/** Somebody who sees the row and holds a role that lets them change nothing. */
const readerOf = async (registry: Registry, def: AnyResource, row: Row, factory: Factory) => {
  if (factory.reader) return factory.reader(row)
  const { projectUuid, customerUuid } = await def.scopeOf(row)
  const candidates = [
    ...(projectUuid ? [makeHolder('PROJECT.READER', 'project', projectUuid)] : []),
    ...(customerUuid ? [makeHolder('CUSTOMER.SUPPORT', 'customer', customerUuid)] : []),
    ...(factory.isOpen ? [makeActor({ isStaff: false })] : []),
  ]
  for (const actor of candidates) if ((await sees(registry, actor, def, row)) !== false) return actor
  throw new Error(`Nobody sees ${def.path} without rights: say who in the factory's \`reader\`.`)
}

const isEmptyRefused = (schema: z.ZodType | undefined) => schema !== undefined && !schema.safeParse({}).success

const actionTests = (registry: Registry, operation: ActionOperation, factory: Factory) => {
  const { def, action, rule, states, input, name } = operation
  const staff = () => apiOf(registry, makeActor())
  /** A row on which the action is possible. */
  const ready = (more: Row = {}) =>
    factory.make({
      ...(states && { state: states[0] }),
      ...(action.runtimeStates && { runtimeState: action.runtimeStates[0] }),
      ...factory.ready[name],
      ...more,
    })
  const as = async (actor: Actor | null, row: Row) => {
    const { method, path } = requestOf(operation, row[propertyOf(def)])
    return apiOf(registry, actor)(method, path, method === 'GET' ? undefined : {})
  }

  if (!action.anonymous)
    test('is 401 for who is not signed in', async () => expect((await as(null, await ready())).status).toBe(401))
  if (!factory.isOpen && !def.anonymous)
    test('is 404 for outsiders, like what does not exist', async () => {
      const row = await ready()
      const outsider = makeHolder('PROJECT.MANAGER', 'project', newUuid())
      const refused = await as(outsider, row)
      expect([refused.status, refused.body]).toEqual([404, { detail: `No ${def.model} matches the given query.` }])
      const absent = await as(outsider, { ...row, [propertyOf(def)]: newUuid() })
      if (keyOf(def).dataType === 'string') expect(absent.body).toEqual(refused.body)
    })
  test('is 403 for who sees it and may not, unless all may', async () => {
    const row = await ready()
    const reader = await readerOf(registry, def, row, factory)
    if (allows(rule, reader, await def.scopeOf(row))) return
    expect((await as(reader, row)).status).toBe(403)
  })
  if (hasLifeCycle(def) && states)
    for (const state of STATES.filter((one) => !states.includes(one)))
      test(`is 409 in ${state}`, async () => {
        const { status, body } = await as(makeActor(), await ready({ state }))
        expect([status, body]).toEqual([409, { detail: `Valid states for operation: ${states.join(', ')}.` }])
      })
  if (action.runtimeStates)
    test('is 409 in another runtime state', async () => {
      const { status, body } = await as(makeActor(), await ready({ runtimeState: NOWHERE }))
      expect([status, body.detail]).toEqual([409, expect.stringMatching(/^Valid runtime states for operation: /)])
    })
  if (isEmptyRefused(input))
    test('is 400 without its required fields, each named', async () => {
      const { method, path } = requestOf(operation, (await ready())[propertyOf(def)])
      const { status, body } = await staff()(method, path, method === 'GET' ? undefined : {})
      expect(status, `${JSON.stringify(body)}; are the guards' wishes in the factory's \`ready\`?`).toBe(400)
      expect(body).not.toHaveProperty('detail')
    })
}

/** Declares the tests of every action and route of a registry. */
export const testActions = (registry: Registry, factories: Map<string, Factory>): void => {
  for (const def of registry) {
    const operations = actionsOf(def)
    // A collection that is only read has nothing to refuse, and an empty suite counts as a failure.
    if (operations.length === 0 && !def.routes?.length) continue
    describe(def.path, () => {
      const factory = factories.get(def.path)
      if (operations.length > 0 && !factory)
        test('has a factory', () => {
          throw new Error(`No server/resources/*/factory.ts exports a factory for ${def.path}.`)
        })
      if (factory)
        for (const operation of operations) describe(operation.name, () => actionTests(registry, operation, factory))
      for (const route of def.routes ?? [])
        test(`${route.method} ${route.path || 'on the collection'} asks who calls, unless it is open`, async () => {
          const path = `/api/${def.path}/${route.path.replaceAll(/\{\w+\}/g, newUuid())}`
          const { status } = await apiOf(registry, null)(route.method, path)
          if (route.rule.kind === 'anyone') expect(status).not.toBe(401)
          else expect(status).toBe(401)
        })
    })
  }
}
