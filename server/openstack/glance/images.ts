/** Glance images. Reference: Image API v2, "Images" and "Image data". */

import { z } from 'zod'
import type { Query, ServiceClient } from '../http.ts'

/** Known fields, and every property of the image beside them: `os_distro`, `hw_rescue_device`, … */
const Image = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string(), // queued, saving, active, killed, deleted, pending_delete, deactivated, importing, uploading
  visibility: z.string(), // public, private, shared, community
  owner: z.string().nullish(),
  size: z.number().nullish(), // bytes, null until there are data
  virtual_size: z.number().nullish(), // bytes of the disk inside
  disk_format: z.string().nullish(),
  container_format: z.string().nullish(),
  min_disk: z.int(), // GiB
  min_ram: z.int(), // MiB
  protected: z.boolean(),
  os_hidden: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  created_at: z.string(),
  updated_at: z.string(),
})
export type Image = z.infer<typeof Image>

/** Fields of Glance itself: what is left of an image without them are its properties. */
const OWN_FIELDS = new Set([
  ...Object.keys(Image.shape),
  ...[
    'checksum',
    'os_hash_algo',
    'os_hash_value',
    'self',
    'file',
    'schema',
    'direct_url',
    'locations',
    'stores',
    'owner_specified',
  ],
])

/** The image's free properties, Glance's own names. Without `direct_url`, which shows where data lie. */
export const propertiesOf = (image: Image): Record<string, string> =>
  Object.fromEntries(
    Object.entries(image)
      .filter(([key, value]) => !OWN_FIELDS.has(key) && value !== null && value !== undefined)
      .map(([key, value]) => [key, String(value)]),
  )

/**
 * Images that the session's project can use; an admin gets everybody's. Query: `visibility`, `owner`, `status`, `name`,
 * `updated_at=gt:<time>`, `os_hidden=true` for the hidden ones (never both kinds at once).
 */
export const listImages = (glance: ServiceClient, query: Query = {}) =>
  glance.list('/images', 'images', Image, { query })

export const getImage = (glance: ServiceClient, id: string) => glance.get(['images', id], Image)

export type NewImage = {
  /** A UUID of our own: the second creation with it is 409, so a lost one is found by it. */
  id?: string
  name: string
  disk_format: 'qcow2' | 'raw' | 'vmdk' | 'vdi' | 'vhd' | 'vhdx' | 'iso' | 'ami' | 'aki' | 'ari' | 'ploop'
  container_format: 'bare' | 'ovf' | 'ova' | 'docker' | 'ami' | 'aki' | 'ari'
  visibility?: 'private' | 'shared' | 'community' | 'public'
  min_disk?: number // GiB
  min_ram?: number // MiB
  protected?: boolean
  tags?: string[]
  properties?: Record<string, string>
}

/** An image without data: status `queued`. */
export const createImage = (glance: ServiceClient, { properties, ...image }: NewImage) =>
  glance.post('/images', Image, { body: { ...properties, ...image } })

/** Sends the data; done when it answers. `data` is bytes or a readable stream. The call takes as long as `timeoutSeconds` allows. */
export const uploadImage = async (
  glance: ServiceClient,
  id: string,
  data: Uint8Array | NodeJS.ReadableStream,
  options: { timeoutSeconds?: number; signal?: AbortSignal } = {},
): Promise<void> => {
  await glance.put(['images', id, 'file'], undefined, { ...options, body: data })
}

export type ImageChange = { op: 'add' | 'replace' | 'remove'; path: string; value?: unknown }

/** JSON patch: `{ op: 'replace', path: '/name', value }`. `add` of a property that exists replaces it. */
export const updateImage = (glance: ServiceClient, id: string, changes: ImageChange[]) =>
  glance.patch(['images', id], Image, {
    body: changes,
    headers: { 'content-type': 'application/openstack-images-v2.1-json-patch' },
  })

/** @throws OpenStackError 403 of a protected one, 409 while a clone of its data is in use (some stores) */
export const deleteImage = (glance: ServiceClient, id: string) => glance.delete(['images', id])

const Member = z.object({ member_id: z.string(), image_id: z.string(), status: z.string() })
export type ImageMember = z.infer<typeof Member>

/** Projects that a `shared` image is shared with. */
export const listImageMembers = async (glance: ServiceClient, id: string) =>
  (await glance.get(['images', id, 'members'], z.object({ members: z.array(Member) }))).members
