/**
 * What happened to a server. Reference: Compute API v2.1, "Servers actions". A resize that found no host leaves the
 * server as it was and without `fault`: the reason stands only here.
 */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const InstanceAction = z.object({
  action: z.string(),
  request_id: z.string(),
  start_time: z.string(),
  message: z.string().nullish(), // 'Error' of a failed one
})
export type InstanceAction = z.infer<typeof InstanceAction>

const ActionEvent = z.object({
  event: z.string(),
  start_time: z.string(),
  finish_time: z.string().nullish(),
  result: z.string().nullish(), // Success or Error
  details: z.string().nullish(), // 2.84: why it failed, without the traceback
})
export type ActionEvent = z.infer<typeof ActionEvent>

/** Newest first. */
export const listInstanceActions = async (nova: ServiceClient, serverId: string) =>
  (await nova.get(['servers', serverId, 'os-instance-actions'], z.object({ instanceActions: z.array(InstanceAction) })))
    .instanceActions

export const listActionEvents = async (nova: ServiceClient, serverId: string, requestId: string) =>
  (
    await nova.get(
      ['servers', serverId, 'os-instance-actions', requestId],
      z.object({ instanceAction: z.object({ events: z.array(ActionEvent).default([]) }) }),
    )
  ).instanceAction.events

/** Why the newest action failed, in Nova's words, or undefined when it did not (yet). */
export async function findActionFailure(nova: ServiceClient, serverId: string): Promise<string | undefined> {
  const [newest] = await listInstanceActions(nova, serverId)
  if (!newest?.message) return undefined
  const events = await listActionEvents(nova, serverId, newest.request_id)
  return events.find((event) => event.result === 'Error')?.details ?? newest.message
}
