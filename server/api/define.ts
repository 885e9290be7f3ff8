/**
 * How a resource type is declared. The dispatcher, the OpenAPI document, the browser's types and rules, and the generated
 * tests all read these objects; nothing about an endpoint is said anywhere else.
 */
import type { SQL } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { z } from 'zod'
import type { JobDef } from '../jobs/define.ts'
import type { State } from '../jobs/states.ts'
import type { QuotaDelta } from '../quotas/reserve.ts'
import type { SyncSource } from '../sync/define.ts'
import type { Caller, Rule, Scope } from './rules.ts'

/** Who calls: the user, what they hold, how they signed in, and from where. */
export type Actor = Caller & {
  userUuid: string
  username: string
  fullName: string
  email: string
  /** A token limited to reading may not change anything. */
  access: 'read' | 'write'
  /** Set when signed in by a browser, for what must end with the sign-in. */
  sessionUuid: string | null
  tokenUuid: string | null
  /** Staff acting as someone else (X-Impersonated-User-Uuid). */
  impersonatorUuid: string | null
  ipAddress: string
  requestId: string
}

/** Makes an absolute hyperlink: `link('openstack-volumes', uuid)` or `link('a', uuid, 'plans', uuid2)`. */
export type Link = (collection: string, uuid: string, ...more: string[]) => string

/** For whom rows are rendered. `wants(field)` is false when `field=` leaves the field out: then skip its queries. */
export type View = { actor: Actor | null; link: Link; wants: (...fields: string[]) => boolean }

/** One HTTP call, as handlers see it. */
export type Call = {
  actor: Actor
  view: View
  query: URLSearchParams
  request: Request
  ipAddress: string
  requestId: string
  /** Renders an object of any collection as its detail page would; null when the caller may not see it. */
  render: (collection: string, uuid: string) => Promise<Record<string, unknown> | null>
  /**
   * The row behind a hyperlink or uuid in an input, within what the caller may see.
   * @throws ApiError 400 on `field` when there is none.
   */
  resolve: <Row = Record<string, unknown>>(collection: string, linkOrUuid: string, field: string) => Promise<Row>
}

/** What a handler answers. `body` undefined sends none. */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> }

/**
 * A condition on the object's public JSON. Lives in the type's `rules.ts`, which imports nothing: `npm run gen` copies it
 * for the browser, so that a disabled button has the reason the server would give. `field` is where a 400 puts it.
 */
// biome-ignore lint/suspicious/noExplicitAny: the public JSON of any type
export type Guard = { reason: string; ok: (object: any) => boolean; status?: 400 | 409; field?: string }

// biome-ignore lint/suspicious/noExplicitAny: any table of the kit
export type AnyTable = SQLiteTable<any> & Record<string, any>
export type RowOf<T extends AnyTable> = T['$inferSelect']

/** A filter by query parameter: `parse` refuses malformed values (400), `where` says which rows stay. */
export type Filter = {
  description: string
  /** May repeat; `where` gets all values. */
  repeatable?: boolean
  values?: readonly string[]
  /** For the API's document; default string. */
  type?: 'string' | 'boolean' | 'integer' | 'uuid' | 'date-time'
  /** The value that holds while the query does not name the filter. */
  whenAbsent?: string
  /** @throws ApiError `invalid`; the dispatcher puts the message under the parameter's name. */
  where: (values: string[], actor: Actor) => SQL | undefined | Promise<SQL | undefined>
}

/** What accepting a job changes, decided by `plan` within the accepting transaction. */
export type Plan<Row, P> = {
  /** Columns to set at once. */
  patch?: Partial<Row>
  params?: P
  /** Room to take (or, negative, to give back when the job ends). */
  quota?: QuotaDelta
  /** Shown while it runs. */
  details?: Record<string, unknown>
  /** Further facts for the audit entry. */
  context?: Record<string, unknown>
}

/** What an action's functions are given. `params` are those of its path. */
export type ActionContext<Row, Input> = { row: Row; input: Input; call: Call; params: Record<string, string> }

export type ActionDef<Row = Record<string, unknown>, Input = unknown, P = unknown> = {
  summary: string
  description?: string
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Default: `managers` for what changes, visibility alone for GET. */
  rule?: Rule
  /** States in which it may be asked; default OK for jobs, any for handlers. */
  states?: readonly State[]
  runtimeStates?: readonly string[]
  /** Texts for particular runtime states ("Instance is already active."). */
  runtimeRefusal?: Record<string, string>
  guards?: readonly Guard[]
  input?: z.ZodType<Input>
  output?: z.ZodType
  /**
   * Path below the row when it is not the action's name; `{name}` is a parameter: `rules/{id}`. Two actions may share a
   * path with different methods.
   */
  path?: string
  /** Other paths below the row that mean the same. */
  aliases?: readonly string[]
  /** The status that the Python SDK declares where it differs from the server's (contract 1.9). */
  declaredStatus?: number
  /** How a refusal by the cloud within `handle` is answered: 400 `{"detail"}` or 400 `["…"]`; default 502. */
  cloudError?: 'detail' | 'list'
  /** The running action in words, for the row's `action`: "Extend". */
  label?: string
  /** Prefix of its audit events; default `resource_<name>`. */
  event?: string
  /** The work, when it is a job. */
  // biome-ignore lint/suspicious/noExplicitAny: a job of any parameters
  job?: JobDef<any, any>
  /** Without `job` its patch is written at once and the action is over. */
  plan?: (context: ActionContext<Row, Input>) => Promise<Plan<Row, P>> | Plan<Row, P>
  /** The work, when it is done at once. */
  handle?: (context: ActionContext<Row, Input>) => Promise<Answer>
  /** Contract 3.3's synchronous actions: waits for the job's end (30 s) and answers its outcome. */
  wait?: boolean
  /**
   * Success code and body. Default: 202 `{"status": "<name> was scheduled"}` of a job, 200 and the object of an update
   * or a plan without job, 204 of a deletion. `row` is the row after the change; `jobUuid` is empty without a job.
   */
  answer?: Answer | ((context: ActionContext<Row, Input> & { jobUuid: string }) => Promise<Answer> | Answer)
  /** Answers a caller that is not signed in. */
  anonymous?: boolean
}

/** An endpoint that belongs to no row: POST on a collection, or a path below it. */
export type RouteDef<Input = unknown> = {
  summary: string
  description?: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the collection, e.g. `me` for /api/users/me/; empty for the collection itself. `{name}` is a parameter. */
  path: string
  rule: Rule
  input?: z.ZodType<Input>
  output?: z.ZodType
  /** Success code for the API's document; default 200. */
  status?: number
  /** The status that the Python SDK declares where it differs from the server's (contract 1.9). */
  declaredStatus?: number
  cloudError?: 'detail' | 'list'
  event?: string
  handle: (context: { input: Input; call: Call; params: Record<string, string> }) => Promise<Answer>
}

export type ResourceDef<T extends AnyTable = AnyTable, S extends z.ZodObject = z.ZodObject> = {
  /** The collection's path: `openstack-volumes`. */
  path: string
  /** Further paths of the same collection. */
  aliases?: readonly string[]
  /** Name in "No Volume matches the given query." */
  model: string
  /** Waldur's type name, `OpenStack.Volume`. */
  resourceType?: string
  summary: string
  table: T
  schema: S
  /** Column that identifies a row in URLs; default `uuid`. */
  key?: SQLiteColumn
  /** Which rows the caller may see; undefined means all. Anonymous callers get nothing unless `anonymous`. */
  visible: (actor: Actor) => SQL | undefined | Promise<SQL | undefined>
  anonymous?: boolean
  /** Public JSON of rows, in their order, with a fixed number of queries whatever their number. */
  present: (rows: RowOf<T>[], view: View) => Promise<z.infer<S>[]>
  scopeOf: (row: RowOf<T>) => Scope | Promise<Scope>
  /** Both default to false: a collection says what it offers. */
  list?: boolean
  retrieve?: boolean
  filters?: Record<string, Filter>
  /** Values of `o`. */
  orderings?: Record<string, SQLiteColumn | SQL>
  defaultOrder: readonly (SQLiteColumn | SQL)[]
  /** Default 10; Waldur's. A caller's `page_size` is capped at 300. */
  pageSize?: number
  // biome-ignore lint/suspicious/noExplicitAny: inputs differ by action
  update?: ActionDef<RowOf<T>, any, any>
  // biome-ignore lint/suspicious/noExplicitAny: inputs differ by action
  destroy?: ActionDef<RowOf<T>, any, any>
  // biome-ignore lint/suspicious/noExplicitAny: inputs differ by action
  actions?: Record<string, ActionDef<RowOf<T>, any, any>>
  // biome-ignore lint/suspicious/noExplicitAny: inputs differ by route
  routes?: readonly RouteDef<any>[]
  /** Jobs of this type, for the engine. */
  // biome-ignore lint/suspicious/noExplicitAny: jobs of any parameters
  jobs?: readonly JobDef<any, any>[]
  /** What the cloud holds of this type, for sync. */
  // biome-ignore lint/suspicious/noExplicitAny: objects of any service
  sync?: SyncSource<RowOf<T>, any, any>
}

/** Declares a type; the compiler checks rows against schema. */
export const defineResource = <T extends AnyTable, S extends z.ZodObject>(def: ResourceDef<T, S>): ResourceDef<T, S> =>
  def

/** Declares an action of rows of `table`: row and input are inferred. */
export const actionFor =
  <T extends AnyTable>(_table: T) =>
  <Input = unknown, P = unknown>(def: ActionDef<RowOf<T>, Input, P>): ActionDef<RowOf<T>, Input, P> =>
    def

export const defineRoute = <Input = unknown>(def: RouteDef<Input>): RouteDef<Input> => def

// biome-ignore lint/suspicious/noExplicitAny: types of any table and schema
export type AnyResource = ResourceDef<any, any>
export type Registry = readonly AnyResource[]
