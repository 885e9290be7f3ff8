'use client'

/** Query options and mutations of the REST API, typed by what the declarations say. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Caller, Grant } from './access.gen.ts'
import { detailKey, listKey, patchObject } from './cache.ts'
import { api, isApiFailure, newKey, type Page, type Params } from './client.ts'
import { type ActionOf, type Collection, ruleOf } from './rules.ts'
import type { Inputs, Objects } from './schema.gen.ts'

type ObjectOf<C extends Collection> = C extends keyof Objects ? Objects[C] : Record<string, unknown>
type InputOf<C extends Collection, A extends string> = C extends keyof Inputs
  ? A extends keyof Inputs[C]
    ? Inputs[C][A]
    : undefined
  : unknown

/** A page of a collection. `useQuery(listOf('openstack-volumes', { tenant_uuid, page_size: 50 }))`. */
export const listOf = <C extends Collection>(collection: C, params: Params = {}) =>
  queryOptions({
    queryKey: listKey(collection, params),
    queryFn: ({ signal }): Promise<Page<ObjectOf<C>>> => api.list<ObjectOf<C>>(collection, params, { signal }),
  })

export const detailOf = <C extends Collection>(collection: C, uuid: string) =>
  queryOptions({
    queryKey: detailKey(collection, uuid),
    queryFn: ({ signal }) => api.get<ObjectOf<C>>(`${collection}/${uuid}`, { signal }),
  })

export type ActionCall<Input> = {
  /** The row; left out for what belongs to none, such as `create`. */
  uuid?: string
  input?: Input
  /** Values of the path's own parameters: `rules/{id}`. */
  params?: Readonly<Record<string, string | number>>
}

type ActionOptions<C extends Collection, Input> = {
  /** Changes the cached object at once; taken back when the server refuses. */
  optimistic?: (object: ObjectOf<C>, input: Input) => Partial<ObjectOf<C>>
}

const RETRIES = 2

/**
 * A mutation that does an action: `useAction('openstack-volumes', 'extend').mutate({ uuid, input: { disk_size } })`.
 * Its failure is an `ApiFailure`. Sent again by itself only where no answer came, under the same idempotency key.
 */
export const useAction = <C extends Collection, A extends ActionOf<C>>(
  collection: C,
  action: A,
  { optimistic }: ActionOptions<C, InputOf<C, A>> = {},
) => {
  const client = useQueryClient()
  const { method, path, onRow } = ruleOf(collection, action)
  return useMutation<unknown, Error, ActionCall<InputOf<C, A>> & { idempotencyKey?: string }, (() => void) | undefined>(
    {
      mutationFn: async (call) => {
        const own = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(call.params?.[name])))
        const target = [collection, ...(onRow ? [call.uuid] : []), ...(own ? [own] : [])].join('/')
        const verb = method.toLowerCase() as 'post' | 'put' | 'patch' | 'delete'
        if (method === 'GET') return api.get(target, { params: call.input as Params })
        const idempotencyKey = method === 'POST' ? (call.idempotencyKey ?? keyOf(call)) : undefined
        return api[verb](target, call.input, { idempotencyKey })
      },
      retry: (count, error) => method === 'POST' && count < RETRIES && isApiFailure(error) && error.status === 0,
      onMutate: ({ uuid, input }) => {
        if (!optimistic || !uuid) return undefined
        return patchObject(client, collection, uuid, (row) => ({
          ...row,
          ...optimistic(row as ObjectOf<C>, input as InputOf<C, A>),
        }))
      },
      onError: (_error, _call, undo) => undo?.(),
      onSuccess: (answer, { uuid }) => {
        // An action that answers with its object has told what is to be seen.
        const object = answer as Record<string, unknown> | null
        if (uuid && typeof object === 'object' && object?.uuid === uuid) patchObject(client, collection, uuid, object)
      },
    },
  )
}

// Retries of one `mutate` pass the same variables object, and so send the same key.
const keysOf = new WeakMap<object, string>()
const keyOf = (call: object): string => {
  let key = keysOf.get(call)
  if (!key) keysOf.set(call, (key = newKey()))
  return key
}

/** The signed-in user, as `/api/users/me/` tells. */
export type Me = {
  uuid: string
  username: string
  full_name: string
  email: string
  is_staff: boolean
  is_support: boolean
  permissions: { role_name: string; scope_type: string | null; scope_uuid: string; role_permissions?: string[] }[]
  [field: string]: unknown
}

export const meQuery = queryOptions({
  queryKey: ['users', 'detail', 'me'] as const,
  queryFn: ({ signal }) => api.get<Me>('users/me', { signal }),
  staleTime: 60_000,
})

/** What the rules need to know of the caller. */
export const callerOf = (me: Me): Caller => ({
  isStaff: me.is_staff,
  isSupport: me.is_support,
  grants: me.permissions.flatMap(({ role_name, scope_type, scope_uuid, role_permissions }): Grant[] =>
    scope_type === 'customer' || scope_type === 'project' || scope_type === 'offering'
      ? [{ role: role_name, scopeType: scope_type, scopeUuid: scope_uuid, permissions: role_permissions ?? [] }]
      : [],
  ),
})

/** The signed-in user and their rights; both undefined while they are read. */
export const useMe = (): { me: Me | undefined; caller: Caller | undefined } => {
  const { data } = useQuery({ ...meQuery, select: withCaller })
  return { me: data?.me, caller: data?.caller }
}
const withCaller = (me: Me) => ({ me, caller: callerOf(me) })
