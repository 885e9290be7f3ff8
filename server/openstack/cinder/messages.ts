/** Why something in Cinder ended in `error`. Reference: Block Storage API v3, "Messages" (3.3). */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const Message = z.object({
  user_message: z.string(),
  request_id: z.string().nullish(),
  resource_uuid: z.string().nullish(),
  event_id: z.string(),
  created_at: z.string(),
})
export type StorageMessage = z.infer<typeof Message>

/** Newest first; of the session's project only. Cinder drops them after 30 days. */
export const listMessages = (cinder: ServiceClient, resourceId: string) =>
  cinder.list('/messages', 'messages', Message, { query: { resource_uuid: resourceId, sort: 'created_at:desc' } })
