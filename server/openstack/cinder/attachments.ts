/**
 * Cinder's side of attachments. Reference: Block Storage API v3, "Attachments" (3.27). Nova makes and removes them; they
 * are read to find what a server left behind.
 */

import { z } from 'zod'
import type { Query, ServiceClient } from '../http.ts'

const Attachment = z.object({
  id: z.string(),
  volume_id: z.string(),
  instance: z.string().nullish(),
  status: z.string(), // reserved, attaching, attached, …
})
export type StorageAttachment = z.infer<typeof Attachment>

/** Query: `volume_id`, `instance_id`, `all_tenants`. */
export const listAttachments = (cinder: ServiceClient, query: Query = {}) =>
  cinder.list('/attachments', 'attachments', Attachment, { query })

/** @throws OpenStackError 409 of an attachment that Nova still uses (CVE-2023-2088) */
export const deleteAttachment = (cinder: ServiceClient, id: string) => cinder.delete(['attachments', id])
