/** Actions that every OpenStack object has (contract 3.3): pull, unlink, set_ok, set_erred. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import type { ActionDef, Actor, AnyTable } from '../../api/define.ts'
import { staff } from '../../api/rules.ts'
import { conflict } from '../../errors.ts'
import { type Author, recordEvent } from '../../events/record.ts'
import type { AnyJob } from '../../jobs/accept.ts'
import { noteChange } from '../../live/changes.ts'
import type { ResourceRow } from './present.ts'

/** The caller as author of audit entries and jobs. */
export const authorOf = (actor: Actor): Author => ({
  userUuid: actor.userUuid,
  username: actor.username,
  ipAddress: actor.ipAddress,
  requestId: actor.requestId,
})

const errorInput = z.object({
  error_message: z.string().max(4000).default(''),
  error_traceback: z.string().max(20_000).default(''),
})

/**
 * `table` and `path` are the type's; `pull` its job; `remove` what goes with a row beside the row itself (quota is
 * counted by the next pull).
 */
export const commonActions = ({
  table,
  path,
  pull,
  remove,
}: {
  table: AnyTable
  path: string
  pull: AnyJob
  remove?: (row: ResourceRow) => Promise<void>
  // biome-ignore lint/suspicious/noExplicitAny: rows of any type
}): Record<string, ActionDef<any, any, any>> => {
  const setState = async (row: ResourceRow, actor: Actor, values: Record<string, unknown>) =>
    transaction(async () => {
      await db
        .update(table)
        .set({ ...values, modifiedAt: new Date() })
        .where(eq(table.uuid, row.uuid))
      await noteChange(path, 'updated', row)
      await recordEvent({
        type: 'resource_update_succeeded',
        message: `The state of ${row.name} has been set to ${values.state}.`,
        author: authorOf(actor),
        about: { ...row, type: path },
        context: { old_state: row.state, new_state: values.state },
      })
    })
  return {
    pull: {
      summary: 'Read the object from the cloud now',
      states: ['OK', 'ERRED'],
      label: 'Pull',
      event: 'resource_pull',
      job: pull,
      plan: ({ row }) => {
        if (!row.backendId) throw conflict('The object is not in the cloud.')
        return {}
      },
      answer: { status: 202, body: { detail: 'Pull operation was successfully scheduled.' } },
    },
    unlink: {
      summary: 'Forget the object without touching the cloud',
      rule: staff,
      handle: async ({ row, call }) => {
        await transaction(async () => {
          await remove?.(row)
          await db.delete(table).where(eq(table.uuid, row.uuid))
          await noteChange(path, 'deleted', row)
          await recordEvent({
            type: 'resource_deletion_succeeded',
            message: `${row.name} has been unlinked; the cloud keeps the object.`,
            author: authorOf(call.actor),
            about: { ...row, type: path },
            context: { backend_id: row.backendId, unlinked: true },
          })
        })
        return { status: 204 }
      },
    },
    set_ok: {
      summary: 'Mark as OK',
      rule: staff,
      handle: async ({ row, call }) => {
        const clear = { action: '', actionDetails: {}, errorMessage: '', errorTraceback: '' }
        await setState(row, call.actor, { state: 'OK', ...clear })
        return { status: 200, body: { detail: 'The object is OK.' } }
      },
    },
    set_erred: {
      summary: 'Mark as ERRED',
      rule: staff,
      input: errorInput,
      handle: async ({ row, input, call }) => {
        const { error_message, error_traceback } = input as z.infer<typeof errorInput>
        await setState(row, call.actor, {
          state: 'ERRED',
          errorMessage: error_message,
          errorTraceback: error_traceback,
        })
        return { status: 200, body: { detail: 'The object is ERRED.' } }
      },
    },
  }
}
