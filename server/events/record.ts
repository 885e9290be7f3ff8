/** Writes the audit log. Each entry is written in the transaction of the act it tells of. */
import { db, inTransaction, transaction } from '../../db/client.ts'
import { newUuid } from '../ids.ts'
import { noteChange, takeNumbers } from '../live/changes.ts'
import { events } from './table.ts'

/** Who acted, as the log remembers it. The system itself has no user. */
export type Author = { userUuid: string | null; username: string; ipAddress: string; requestId: string }
export const SYSTEM: Author = { userUuid: null, username: 'system', ipAddress: '', requestId: '' }

export type EventEntry = {
  /** Waldur's name, such as `resource_start_scheduled` (contract 8). */
  type: string
  message: string
  result?: 'scheduled' | 'succeeded' | 'failed'
  author: Author
  /** What it is about. `type` is the collection's path. */
  about?: {
    type: string
    uuid: string
    name?: string
    tenantUuid?: string | null
    projectUuid?: string | null
    customerUuid?: string | null
  }
  jobUuid?: string
  /** Further facts for the reader: old and new values, error_message. Never a secret. */
  context?: Record<string, unknown>
}

export const recordEvent = async (entry: EventEntry): Promise<void> => {
  if (!inTransaction()) return transaction(() => recordEvent(entry))
  const { about, author } = entry
  const uuid = newUuid()
  const context = {
    user_uuid: author.userUuid,
    user_username: author.username,
    ip_address: author.ipAddress,
    request_id: author.requestId,
    ...(about && {
      resource_uuid: about.uuid,
      resource_type: about.type,
      resource_name: about.name ?? '',
      tenant_uuid: about.tenantUuid ?? null,
      project_uuid: about.projectUuid ?? null,
      customer_uuid: about.customerUuid ?? null,
    }),
    ...(entry.jobUuid && { job_uuid: entry.jobUuid }),
    ...entry.context,
  }
  await db.insert(events).values({
    uuid,
    number: await takeNumbers('events', 1),
    createdAt: new Date(),
    eventType: entry.type,
    message: entry.message,
    context,
    result: entry.result ?? 'succeeded',
    userUuid: author.userUuid,
    username: author.username,
    ipAddress: author.ipAddress,
    requestId: author.requestId,
    customerUuid: about?.customerUuid ?? null,
    projectUuid: about?.projectUuid ?? null,
    tenantUuid: about?.tenantUuid ?? null,
    resourceType: about?.type ?? '',
    resourceUuid: about?.uuid ?? null,
    jobUuid: entry.jobUuid ?? null,
  })
  await noteChange('events', 'created', {
    uuid,
    tenantUuid: about?.tenantUuid,
    projectUuid: about?.projectUuid,
    customerUuid: about?.customerUuid,
    userUuid: author.userUuid,
  })
}
