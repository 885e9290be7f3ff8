/** Synchronous actions are jobs too: the request waits for the end. If the client leaves, the job goes on. */
import { setTimeout as pause } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { jobs } from '../jobs/table.ts'
import { SECOND_MS } from '../units.ts'
import type { Answer } from './define.ts'

const LONGEST_MS = 30 * SECOND_MS
const FIRST_PAUSE_MS = 30
const LONGEST_PAUSE_MS = 300

/**
 * Waits until the job has ended, at most 30 s.
 * @returns nothing when it ended well, else what the request answers: 400 with the failure's sentence and the cloud's
 * words, 409 when it was cancelled, 202 when it still runs.
 */
export const awaitJob = async (jobUuid: string): Promise<Answer | undefined> => {
  const until = Date.now() + LONGEST_MS
  for (let ms = FIRST_PAUSE_MS; ; ms = Math.min(ms * 1.5, LONGEST_PAUSE_MS)) {
    const [job] = await db.select().from(jobs).where(eq(jobs.uuid, jobUuid))
    if (job?.state === 'done') return undefined
    if (job?.state === 'failed') {
      const { openstack_request_id: id, text } = job.errorDetail
      const detail = typeof text === 'string' && text ? `${job.errorMessage} The cloud said: ${text}` : job.errorMessage
      const body = { detail, job_uuid: jobUuid, request_id: job.requestId, openstack_request_ids: id ? [id] : [] }
      return { status: 400, body, ...(id ? { headers: { 'X-Openstack-Request-Id': String(id) } } : {}) }
    }
    if (job?.state === 'cancelled') return { status: 409, body: { detail: 'The action was cancelled.' } }
    if (Date.now() > until) {
      const detail = 'The action is still running.'
      return { status: 202, body: { status: detail, detail, job_uuid: jobUuid } }
    }
    await pause(ms)
  }
}
