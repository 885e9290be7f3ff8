/**
 * What the jobs of all Neutron objects share: made once under a mark, then given the user's text, removed whether still
 * there or not, and read back.
 */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { AnyTable, RowOf } from '../../api/define.ts'
import { type Author, recordEvent } from '../../events/record.ts'
import { type Step, type StepContext, StepFailure } from '../../jobs/define.ts'
import type { JobRow } from '../../jobs/table.ts'
import { noteChange } from '../../live/changes.ts'
import { isGone, isOpenStackError } from '../../openstack/errors.ts'
import type { ServiceClient } from '../../openstack/http.ts'
import { descriptionMark, uuidOfMark } from './marks.ts'
import type { ResourceRow } from './present.ts'

// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
export type AnyContext<Row> = StepContext<Row, any>
// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
export type AnyStep<Row> = Step<Row, any>

/** Neutron refuses longer texts with 400. */
const LONGEST_TEXT = 255

/** A description as Neutron takes it: cut to 255 characters, which only the portal keeps whole. */
export const cloudText = (text: string): string => [...text].slice(0, LONGEST_TEXT).join('')

/**
 * The description that a row should have, from the cloud's. A mark is no text of a user's, and what was cut on the way to
 * the cloud is not lost here.
 */
export const textFromCloud = (cloud: string, ours: string | undefined): string => {
  if (uuidOfMark(cloud)) return ours ?? ''
  return ours !== undefined && cloudText(ours) === cloud ? ours : cloud
}

/** The caller of a job, for audit entries written at its end. */
export const authorOfJob = (job: JobRow): Author => ({
  userUuid: job.userUuid,
  username: job.username,
  ipAddress: job.ipAddress,
  requestId: job.requestId,
})

/** Writes one `openstack_…` audit entry about the job's row. In the transaction that ends the job. */
export const tellOf = <Row>(
  { job, row }: Pick<AnyContext<Row>, 'job' | 'row'>,
  type: string,
  message: string,
  context: Record<string, unknown> = {},
): Promise<void> =>
  recordEvent({
    type: `openstack_${type}`,
    message,
    author: authorOfJob(job),
    about: { ...(row as unknown as ResourceRow), type: job.resourceType },
    jobUuid: job.uuid,
    context,
  })

type Objects<T extends AnyTable, O extends { id: string }> = {
  /** `network`: names the step `create_network` and the mark in the job's memo. */
  kind: string
  table: T
  find: (neutron: ServiceClient, description: string) => Promise<O[]>
  create: (neutron: ServiceClient, context: AnyContext<RowOf<T>>, description: string) => Promise<O>
  describe: (neutron: ServiceClient, id: string, description: string) => Promise<unknown>
  remove: (neutron: ServiceClient, id: string) => Promise<unknown>
  /** What the row learns from the new object, beside its id. */
  columns: (object: O, context: AnyContext<RowOf<T>>) => Promise<Partial<RowOf<T>>> | Partial<RowOf<T>>
}

/** The two steps that make an object: once, under its mark, and then with the user's description. */
export const makeSteps = <T extends AnyTable, O extends { id: string }>(
  objects: Objects<T, O>,
): AnyStep<RowOf<T>>[] => {
  const { kind, table, find, create, describe, remove, columns } = objects
  const rowOf = (context: AnyContext<RowOf<T>>) => context.row as unknown as ResourceRow
  return [
    {
      name: `create_${kind}`,
      run: async (context) => {
        const { neutron } = await context.cloud()
        const row = rowOf(context)
        const mark = descriptionMark(row.uuid)
        await context.once(kind, {
          find: async () => (await find(neutron, mark))[0],
          create: () => create(neutron, context, mark),
          save: async (object) => {
            const values = { ...(await columns(object, context)), backendId: object.id, confirmedAt: new Date() }
            await db
              .update(table as AnyTable)
              .set({ ...values, modifiedAt: new Date() })
              .where(eq(table.uuid, row.uuid))
            await noteChange(context.job.resourceType, 'updated', row)
          },
        })
      },
      undo: async (context) => {
        const { neutron } = await context.cloud()
        await context.unmake(kind, {
          find: async () => (await find(neutron, descriptionMark(rowOf(context).uuid)))[0],
          remove: (id) => remove(neutron, id),
        })
        await context.save({ backendId: '', runtimeState: '' } as unknown as Partial<RowOf<T>>)
      },
    },
    {
      name: `describe_${kind}`,
      run: async (context) => {
        const { neutron } = await context.cloud()
        const row = rowOf(context)
        await describe(neutron, row.backendId, cloudText(row.description))
      },
    },
  ]
}

/**
 * The step that deletes the row's object. While it has not succeeded the memo names the object, so that a forced removal
 * knows what it left behind.
 */
export const removeStep = <Row>(
  kind: string,
  remove: (neutron: ServiceClient, id: string) => Promise<unknown>,
): AnyStep<Row> => ({
  name: `delete_${kind}`,
  when: ({ row }) => (row as unknown as ResourceRow).backendId !== '',
  run: async (context) => {
    const { backendId } = context.row as unknown as ResourceRow
    const { neutron } = await context.cloud()
    await context.remember(kind, { id: backendId })
    await tolerateGone(remove(neutron, backendId))
    await context.remember(kind, undefined)
  },
})

export const tolerateGone = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** @throws StepFailure when the cloud no longer has the object: contract 7, a single pull. */
export const orMissing = async <T>(read: Promise<T>): Promise<T> => {
  try {
    return await read
  } catch (error) {
    if (!isGone(error) || !isOpenStackError(error)) throw error
    throw new StepFailure(
      'Does not exist at backend.',
      { service: error.service, status: error.status, text: error.message, openstack_request_id: error.requestId },
      { cause: error },
    )
  }
}

/** Name and description as they become, and as they were: a refused change puts them back. */
export const textParams = z.object({
  name: z.string(),
  description: z.string(),
  before: z.object({ name: z.string(), description: z.string() }),
})
export type TextParams = z.infer<typeof textParams>

/** What PUT and PATCH of name and description plan: the row shows them at once, the job tells the cloud. */
export const planText = (
  row: { name: string; description: string },
  input: { name?: string; description?: string },
): { patch: { name: string; description: string }; params: TextParams } => {
  const patch = { name: input.name ?? row.name, description: input.description ?? row.description }
  return { patch, params: { ...patch, before: { name: row.name, description: row.description } } }
}

/** Step and ends of a job that changes name and description. */
export const textChange = <T extends AnyTable>(
  kind: string,
  table: T,
  update: (neutron: ServiceClient, id: string, text: { name: string; description: string }) => Promise<unknown>,
) => {
  const write = async ({ row }: AnyContext<RowOf<T>>, text: { name: string; description: string }) => {
    const { uuid } = row as unknown as ResourceRow
    await db
      .update(table as AnyTable)
      .set({ name: text.name, description: text.description })
      .where(eq(table.uuid, uuid))
  }
  const step: Step<RowOf<T>, TextParams> = {
    name: `update_${kind}`,
    when: ({ row }) => (row as unknown as ResourceRow).backendId !== '',
    run: async ({ cloud, row, params: { name, description } }) => {
      const { neutron } = await cloud()
      const { backendId } = row as unknown as ResourceRow
      await update(neutron, backendId, { name, description: cloudText(description) })
    },
  }
  return {
    params: textParams,
    steps: [step],
    // A retried change writes its text again: the failure had put the old one back.
    onDone: async (context: StepContext<RowOf<T>, TextParams>) => {
      const { name, description, before } = context.params
      await write(context, { name, description })
      await tellOf(context, `${kind}_updated`, `${before.name} has been updated.`, {
        old: before,
        new: { name, description },
      })
    },
    onFailed: async (context: StepContext<RowOf<T>, TextParams>) => write(context, context.params.before),
  }
}
