/** A small resource type on the table of volumes, for tests of the dispatcher and of what is generated. */
import { z } from 'zod'
import { actionFor, defineResource, defineRoute, type Registry } from '../api/define.ts'
import { boolean, contains, exact, linkOrUuid, oneOf, uuidOf } from '../api/filters.ts'
import { anyone, signedIn, staff } from '../api/rules.ts'
import { conflict, fieldError } from '../errors.ts'
import { visibleByScope } from '../identity/visible.ts'
import { newUuid } from '../ids.ts'
import { jobFor } from '../jobs/define.ts'
import { OpenStackError } from '../openstack/errors.ts'
import { volumes } from '../resources/volume/table.ts'
import { apiOf, makeActor, makeHolder } from './api.ts'
import { factory, type Make } from './factories.ts'
import { insertRow, resourceValues } from './rows.ts'

const action = actionFor(volumes)
const resize = jobFor(volumes)<{ sizeMib: number }>({
  name: 'toy.resize',
  kind: 'update',
  params: z.object({ sizeMib: z.int() }),
  steps: [{ name: 'resize', run: async () => {} }],
})
const remove = jobFor(volumes)({ name: 'toy.remove', kind: 'delete', steps: [{ name: 'remove', run: async () => {} }] })
const settle = jobFor(volumes)({ name: 'toy.settle', kind: 'update', steps: [{ name: 'settle', run: async () => {} }] })
export const toyGuards = [
  { reason: 'A system disk stays as it is.', ok: (toy: { bootable: boolean }) => !toy.bootable },
]

const schema = z
  .object({
    url: z.url(),
    uuid: z.string(),
    name: z.string(),
    size: z.int(),
    state: z.string(),
    bootable: z.boolean(),
    instance: z.url().nullable(),
  })
  .meta({ id: 'Toy' })

/** What `present` was asked for, newest last. */
export const presented: { rows: number; wantsInstance: boolean }[] = []
let tried = 0

export const toys = defineResource({
  path: 'toys',
  aliases: ['old-toys'],
  model: 'Toy',
  summary: 'Toys.',
  table: volumes,
  schema,
  visible: (actor) => visibleByScope(actor, volumes),
  present: async (rows, { link, wants }) => {
    presented.push({ rows: rows.length, wantsInstance: wants('instance') })
    return rows.map((row) => ({
      url: link('toys', row.uuid),
      uuid: row.uuid,
      name: row.name,
      size: row.sizeMib,
      state: row.state,
      bootable: row.bootable,
      instance: row.instanceUuid && link('openstack-instances', row.instanceUuid),
    }))
  },
  scopeOf: ({ projectUuid, customerUuid }) => ({ projectUuid, customerUuid }),
  list: true,
  retrieve: true,
  filters: {
    name: contains(volumes.name),
    name_exact: exact(volumes.name),
    tenant_uuid: uuidOf(volumes.tenantUuid),
    instance: linkOrUuid(volumes.instanceUuid),
    state: oneOf(volumes.state, ['OK', 'ERRED']),
    bootable: boolean(volumes.bootable),
  },
  orderings: { name: volumes.name, size: volumes.sizeMib, instance: volumes.instanceUuid },
  defaultOrder: [volumes.name],
  update: action({
    summary: 'Rename.',
    input: z.object({ name: z.string().min(1).max(20), description: z.string().default('') }),
    plan: ({ input }) => ({ patch: input }),
  }),
  destroy: action({ summary: 'Delete.', job: remove }),
  actions: {
    resize: action({
      summary: 'Grow.',
      runtimeStates: ['available'],
      runtimeRefusal: { 'in-use': 'Detach it first.' },
      guards: toyGuards,
      input: z.object({ size: z.int().positive() }),
      plan: ({ row, input }) => {
        if (input.size <= row.sizeMib) throw fieldError('size', 'Too small.')
        return { patch: { sizeMib: input.size }, params: { sizeMib: input.size } }
      },
      job: resize,
    }),
    settle: action({ summary: 'Waits for the end.', input: z.object({}), job: settle, wait: true }),
    copy: action({
      summary: 'Copy.',
      declaredStatus: 200,
      input: z.object({ parts: z.array(z.object({ toy: z.string(), size: z.int().min(1) })).optional() }),
      handle: async ({ input, call }) => {
        tried++
        for (const [i, part] of (input.parts ?? []).entries()) await call.resolve('toys', part.toy, `parts.${i}.toy`)
        return { status: 201, body: { copies: tried } }
      },
    }),
    rule: action({
      summary: 'Drop a rule.',
      method: 'DELETE',
      path: 'rules/{id}',
      handle: async ({ params }) => ({ status: 200, body: params }),
    }),
    log: action({
      summary: 'Log.',
      method: 'GET',
      cloudError: 'list',
      input: z.object({ length: z.coerce.number().int().optional() }),
      handle: async ({ input }) => {
        if (input.length === 13)
          throw new OpenStackError('No log today.', {
            service: 'nova',
            kind: 'server',
            status: 500,
            method: 'POST',
            path: '/servers',
            requestId: 'req-cloud',
          })
        return { status: 200, body: `lines ${input.length ?? 'all'}` }
      },
    }),
    set_rules: action({
      summary: 'Rules as a bare array.',
      rule: staff,
      input: z.array(z.object({ port: z.int() })),
      handle: async ({ input }) => ({ status: 200, body: input }),
    }),
    explode: action({
      summary: 'Fails.',
      handle: async () => {
        throw new Error('the secret cause')
      },
    }),
  },
  routes: [
    defineRoute({
      summary: 'Make one.',
      method: 'POST',
      path: '',
      rule: signedIn,
      status: 201,
      input: z.object({ name: z.string() }),
      handle: async ({ input, call }) => {
        if (input.name === 'taken') throw conflict('There is one.')
        if (input.name === 'slow') await new Promise((resolve) => setTimeout(resolve, 150))
        return { status: 201, body: { name: input.name, attempt: ++tried, by: call.actor.username } }
      },
    }),
    defineRoute({
      summary: 'Names.',
      method: 'GET',
      path: 'names',
      rule: anyone,
      handle: async () => ({ status: 200, body: ['a'] }),
    }),
  ],
})
export const registry: Registry = [toys]
export const asStaff = apiOf(registry, makeActor())
export const asNobody = apiOf(registry, null)

export const makeToy: Make<typeof volumes> = (values = {}) =>
  insertRow(volumes, { ...resourceValues('toy'), sizeMib: 1024, runtimeState: 'available', ...values })

/** A caller with some toys of their own, so that tests do not see each other's rows. */
export const withToys = async (n: number, values: (i: number) => Partial<typeof volumes.$inferInsert> = () => ({})) => {
  const projectUuid = newUuid()
  const rows = []
  for (let i = 0; i < n; i++)
    rows.push(await makeToy({ projectUuid, name: `toy-${String(i).padStart(3, '0')}`, ...values(i) }))
  const api = apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', projectUuid))
  return { projectUuid, rows, api }
}

export const toyFactories = new Map([['toys', factory(makeToy)]])
