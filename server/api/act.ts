/** An action on one row: permission → states and guards → input → plan → write → answer. */
import { and, eq } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { ApiError, conflict, fieldError, invariant, notFound } from '../errors.ts'
import { type Author, recordEvent } from '../events/record.ts'
import { acceptJob } from '../jobs/accept.ts'
import { noteChange } from '../live/changes.ts'
import { loadRow, presentRow, type Row } from './call.ts'
import type { ActionContext, Answer, Call, Plan } from './define.ts'
import { check, checkQuery, parseBody } from './input.ts'
import { type ActionOperation, hasLifeCycle, keyOf } from './match.ts'
import { propertyOf } from './page.ts'
import { guardRefusal, stateRefusal } from './refusal.ts'
import { notPermitted } from './respond.ts'
import { allows } from './rules.ts'
import { awaitJob } from './wait.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows and inputs of any type
type Context = ActionContext<any, any>

export const authorOf = ({ actor }: Call): Author => ({
  userUuid: actor.userUuid || null,
  username: actor.username,
  ipAddress: actor.ipAddress,
  requestId: actor.requestId,
})

const SAFE = ['GET', 'HEAD', 'OPTIONS']

/** @throws ApiError 403 when a token that may only read asks for a change. */
export const refuseReader = (method: string, call: Call): void => {
  if (call.actor.access === 'read' && !SAFE.includes(method))
    throw new ApiError('forbidden', 'This token may only read.')
}

/** @throws ApiError 409 (or the guard's 400) when the row as it is now forbids the action. */
const judge = async ({ def, action, states }: ActionOperation, row: Row, call: Call) => {
  const refusal = stateRefusal({ ...action, states }, row.state, row.runtimeState)
  if (refusal) throw conflict(refusal)
  if (!action.guards?.length) return
  const guard = guardRefusal(action.guards, await presentRow(def, row, call))
  if (guard?.field) throw fieldError(guard.field, guard.reason)
  if (guard) throw new ApiError(guard.status === 400 ? 'invalid' : 'conflict', guard.reason)
}

/** The row's place for the audit log and the event streams. */
const aboutOf = async ({ def }: ActionOperation, row: Row) => {
  const scope = await def.scopeOf(row)
  return {
    type: def.path,
    uuid: String(row[propertyOf(def)]),
    name: typeof row.name === 'string' ? row.name : undefined,
    tenantUuid: (row.tenantUuid as string | undefined) ?? null,
    projectUuid: scope.projectUuid ?? null,
    customerUuid: scope.customerUuid ?? null,
    userUuid: (row.userUuid as string | undefined) ?? null,
  }
}

/** Writes what was planned, conditional on the state that was judged, with its audit entry. */
const writePlan = (operation: ActionOperation, context: Context): Promise<void> =>
  transaction(async () => {
    const { def, action, label, event, role } = operation
    const { row, call } = context
    const { table } = def
    const plan: Plan<Row, unknown> = (await action.plan?.(context)) ?? {}
    invariant(!plan.quota, 'room is reserved for jobs only')
    const judged = and(
      eq(keyOf(def), row[propertyOf(def)]),
      hasLifeCycle(def) && operation.states ? eq(table.state, row.state) : undefined,
    )
    const given = Object.entries(plan.patch ?? {}).filter(([, value]) => value !== undefined)
    const patch = { ...Object.fromEntries(given), ...('modifiedAt' in table && { modifiedAt: new Date() }) }
    const written =
      role === 'destroy'
        ? await db.delete(table).where(judged).returning()
        : Object.keys(patch).length === 0
          ? [row]
          : await db.update(table).set(patch).where(judged).returning()
    if ((written as unknown[]).length === 0)
      throw conflict('The object has changed meanwhile: another action is running.')
    const about = await aboutOf(operation, { ...row, ...plan.patch })
    await noteChange(def.path, role === 'destroy' ? 'deleted' : 'updated', about)
    await recordEvent({
      type: `${event}_succeeded`,
      message: `${role === 'destroy' ? 'Deletion' : label} of ${about.name ?? about.uuid} has succeeded.`,
      author: authorOf(call),
      about,
      context: plan.context,
    })
  })

const startJob = async (operation: ActionOperation, context: Context): Promise<string> => {
  const { def, action, label, event, role } = operation
  const { jobUuid } = await acceptJob({
    def,
    job: action.job!,
    row: context.row,
    plan: action.plan && (() => action.plan!(context)),
    author: authorOf(context.call),
    label: role === 'destroy' ? (action.label ?? 'Delete') : label,
    event,
  })
  return jobUuid
}

const answerOf = async (operation: ActionOperation, context: Context, jobUuid: string): Promise<Answer> => {
  const { def, action, role, name } = operation
  if (typeof action.answer === 'object') return action.answer
  if (role === 'destroy' && !action.answer) return { status: 204 }
  const now = await loadRow(def, String(context.row[propertyOf(def)]), context.call.actor).catch((error: unknown) => {
    // What a job has removed meanwhile is told of as it was.
    if (error instanceof ApiError && error.code === 'not_found') return context.row as Row
    throw error
  })
  if (typeof action.answer === 'function') return action.answer({ ...context, row: now, jobUuid })
  if (role === 'update' || !jobUuid) return { status: 200, body: await presentRow(def, now, context.call) }
  return { status: 202, body: { status: `${name} was scheduled` } }
}

/** Runs the action on the row that `key` names. @throws ApiError 404, 403, 409, 400, in this order. */
export const act = async (
  operation: ActionOperation,
  params: Record<string, string>,
  method: string,
  call: Call,
  readBody: () => Promise<string>,
): Promise<Answer> => {
  const { def, action, rule, input: schema } = operation
  if (!call.view.actor && !action.anonymous) throw notFound(def.model)
  const { uuid, ...own } = params
  const row = await loadRow(def, uuid, call.actor)
  if (!allows(rule, call.view.actor, await def.scopeOf(row))) throw notPermitted()
  refuseReader(method, call)
  await judge(operation, row, call)
  let input: unknown
  if (schema)
    input =
      method === 'GET' || method === 'HEAD'
        ? checkQuery(schema, call.query)
        : check(schema, parseBody(await readBody(), call.request.headers.get('content-type')))
  const context: Context = { row, input, call, params: own }
  if (action.job) {
    const jobUuid = await startJob(operation, context)
    if (action.wait) {
      const unfinished = await awaitJob(jobUuid)
      if (unfinished) return unfinished
    }
    const answer = await answerOf(operation, context, jobUuid)
    // Waldur's answers do not name the work that goes on; whoever wants to follow it finds it here.
    return action.wait ? answer : { ...answer, headers: { ...answer.headers, 'X-Foyer-Job': jobUuid } }
  }
  if (action.handle) return action.handle(context)
  await writePlan(operation, context)
  return answerOf(operation, context, '')
}
