/** Volumes of a server. Reference: Compute API v2.1, "Servers with volume attachments". Cinder's own list is `cinder/attachments.ts`. */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const VolumeAttachment = z.object({
  volumeId: z.string(),
  serverId: z.string(),
  device: z.string().nullish(), // what Nova asked for: the guest may name it otherwise
  delete_on_termination: z.boolean().default(false), // 2.79
})
export type VolumeAttachment = z.infer<typeof VolumeAttachment>

export const listVolumeAttachments = async (nova: ServiceClient, serverId: string) =>
  (
    await nova.get(
      ['servers', serverId, 'os-volume_attachments'],
      z.object({ volumeAttachments: z.array(VolumeAttachment) }),
    )
  ).volumeAttachments

/** Accepted, not done: poll the volume until `in-use`. @throws OpenStackError 400 if the volume is not `available` */
export async function attachVolume(nova: ServiceClient, serverId: string, volumeId: string): Promise<VolumeAttachment> {
  const body = { volumeAttachment: { volumeId, delete_on_termination: false } }
  const answer = z.object({ volumeAttachment: VolumeAttachment })
  return (await nova.post(['servers', serverId, 'os-volume_attachments'], answer, { body })).volumeAttachment
}

/** Accepted, not done: poll the volume until `available`. @throws OpenStackError 404 if it is not attached there */
export const detachVolume = (nova: ServiceClient, serverId: string, volumeId: string) =>
  nova.delete(['servers', serverId, 'os-volume_attachments', volumeId])
