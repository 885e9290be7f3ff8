/** What a removal could not confirm as gone. Sync tries again, staff sees it: forcing a row away orphans nothing. */
import { eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { type JobRow, leftovers } from './table.ts'

/** Keeps the marks of a job whose `step` could not be carried out or taken back. In a transaction. */
export const keepLeftover = async (job: JobRow, step: string, reason: string): Promise<void> => {
  if (!job.settingsUuid) return
  const ids = Object.entries(job.memo)
    .map(([key, mark]) => ({ kind: key, id: (mark as { id?: string } | null)?.id }))
    .filter((mark): mark is { kind: string; id: string } => typeof mark.id === 'string')
  const rows = ids.length > 0 ? ids : [{ kind: `${job.resourceType}/${step}`, id: '' }]
  const now = new Date()
  for (const { kind, id } of rows) {
    const known = id ? await db.select().from(leftovers).where(eq(leftovers.backendId, id)) : []
    if (known.length > 0) continue
    const uuid = newUuid()
    await db.insert(leftovers).values({
      uuid,
      settingsUuid: job.settingsUuid,
      kind,
      backendId: id,
      projectId: job.tenantUuid ?? '',
      reason,
      createdAt: now,
    })
    await noteChange('foyer-leftovers', 'created', { uuid })
  }
}
