/** Nova servers. Reference: Compute API v2.1, "Servers" and "Servers – run an action". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

/** The fields we read. Of a server in a cell that is down Nova sends no more than id, status and project (2.69). */
const Server = z.object({
  id: z.string(),
  status: z.string(), // an open set: releases add values, so z.string rather than z.enum
  tenant_id: z.string(),
  created: z.string(),
  updated: z.string().optional(), // absent only in the short form above
  name: z.string().default(''),
  user_id: z.string().default(''),
  description: z.string().nullish(),
  /** vcpus, MiB, GiB; embedded since 2.47, which took the flavor's id away. */
  flavor: z.object({ original_name: z.string(), vcpus: z.int(), ram: z.int(), disk: z.int() }).optional(),
  image: z.union([z.object({ id: z.string() }), z.literal('')]).nullish(), // '' of a server that boots from a volume
  key_name: z.string().nullish(),
  config_drive: z.string().nullish(), // 'True' or ''
  locked: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  metadata: z.record(z.string(), z.string()).default({}),
  addresses: z
    .record(
      z.string(),
      z.array(
        z.object({
          addr: z.string(),
          version: z.int(),
          'OS-EXT-IPS:type': z.string().optional(), // fixed or floating
          'OS-EXT-IPS-MAC:mac_addr': z.string().optional(),
        }),
      ),
    )
    .default({}),
  security_groups: z.array(z.object({ name: z.string() })).default([]), // absent of a server without ports
  'os-extended-volumes:volumes_attached': z
    .array(z.object({ id: z.string(), delete_on_termination: z.boolean() }))
    .default([]),
  'OS-EXT-STS:task_state': z.string().nullish(), // null while Nova is idle on this server
  'OS-EXT-STS:vm_state': z.string().nullish(),
  'OS-EXT-STS:power_state': z.int().nullish(),
  'OS-EXT-AZ:availability_zone': z.string().nullish(), // '' until scheduled
  'OS-EXT-SRV-ATTR:hypervisor_hostname': z.string().nullish(), // admin only
  'OS-SRV-USG:launched_at': z.string().nullish(),
  /** Only while status is ERROR or DELETED. */
  fault: z.object({ code: z.int(), message: z.string(), created: z.string() }).optional(),
  server_groups: z.array(z.string()).optional(), // 2.71, only of a single server
})
export type Server = z.infer<typeof Server>

/** Nova could not read this server's cell: what is missing says nothing about it. */
export const isPartial = (server: Server) => server.updated === undefined

/**
 * Servers with details. Without `all_tenants=1` those of the session's project.
 * `changes-since` includes servers deleted since then, with status DELETED. Metadata is no filter (400 since 2.75).
 */
export const listServers = (nova: ServiceClient, query: Query = {}) =>
  nova.list('/servers/detail', 'servers', Server, { query })

/** Servers with exactly this tag, in all projects. Needs admin. */
export const findServersByTag = (nova: ServiceClient, tag: string) =>
  collect(listServers(nova, { all_tenants: 1, tags: tag }))

export const getServer = async (nova: ServiceClient, id: string) =>
  (await nova.get(['servers', id], z.object({ server: Server }))).server

export type BlockDevice = {
  boot_index: number | null
  uuid: string
  source_type: 'volume' | 'image' | 'snapshot' | 'blank'
  destination_type: 'volume' | 'local'
  delete_on_termination: boolean
  volume_size?: number // GiB
  volume_type?: string
}

export type NewServer = {
  name: string
  flavorRef: string
  /** Left out for a server that boots from a volume. */
  imageRef?: string
  /** Needed since 2.37: a list, `auto` or `none`. */
  networks: { port: string }[] | 'auto' | 'none'
  block_device_mapping_v2?: BlockDevice[]
  key_name?: string
  /** Base64, at most 65535 characters of it. */
  user_data?: string
  availability_zone?: string
  config_drive?: boolean
  description?: string
  metadata?: Record<string, string>
  /** In the create call since 2.52; each up to 60 characters without `/` and `,`. The mark a lost creation is found again by. */
  tags?: string[]
}

/** Resolves when Nova has accepted (202) and given an id: poll `getServer` until ACTIVE or ERROR. */
export async function createServer(
  nova: ServiceClient,
  server: NewServer,
  hints: { group?: string } = {},
): Promise<{ id: string }> {
  const body = { server, ...(hints.group && { 'os:scheduler_hints': { group: hints.group } }) }
  return (await nova.post('/servers', z.object({ server: z.object({ id: z.string() }) }), { body })).server
}

export const updateServer = (
  nova: ServiceClient,
  id: string,
  server: { name?: string; description?: string },
): Promise<void> => nova.put(['servers', id], undefined, { body: { server } })

/** Accepted, not done: poll `getServer` until 404. Nova detaches volumes, and deletes those with `delete_on_termination`. */
export const deleteServer = (nova: ServiceClient, id: string) => nova.delete(['servers', id])

/** Bodies of `POST /servers/{id}/action`: one line per verb. */
export const serverAction = {
  start: () => ({ 'os-start': null }),
  stop: () => ({ 'os-stop': null }),
  reboot: (type: 'SOFT' | 'HARD') => ({ reboot: { type } }),
  resize: (flavorId: string) => ({ resize: { flavorRef: flavorId } }),
  confirmResize: () => ({ confirmResize: null }),
  revertResize: () => ({ revertResize: null }),
  /** A server that boots from a volume is rescued in place (2.87) if the image has `hw_rescue_device` or `hw_rescue_bus`. */
  rescue: (imageId?: string) => ({ rescue: imageId ? { rescue_image_ref: imageId } : {} }),
  unrescue: () => ({ unrescue: null }),
  lock: () => ({ lock: null }),
  unlock: () => ({ unlock: null }),
  /** Admin. Sets the word only, nothing happens to the machine. */
  resetState: (state: 'active' | 'error') => ({ 'os-resetState': { state } }),
  forceDelete: () => ({ forceDelete: null }),
}

/**
 * Asks Nova to act. Resolves when Nova has accepted (202), not when it has finished: the caller polls `getServer`.
 * @throws OpenStackError 409 if the server's state forbids the verb, 404 if it is gone.
 */
export const actOnServer = (nova: ServiceClient, id: string, body: object): Promise<void> =>
  nova.post(['servers', id, 'action'], undefined, { body })

/** The last lines of the serial log; everything when `lines` is left out. */
export async function getConsoleOutput(nova: ServiceClient, id: string, lines?: number): Promise<string> {
  const body = { 'os-getConsoleOutput': lines === undefined ? {} : { length: lines } }
  // Only reads, although it is a POST.
  return (await nova.post(['servers', id, 'action'], z.object({ output: z.string() }), { body, safe: true })).output
}
