/** Nova server groups. Reference: Compute API v2.1, "Server groups". No metadata, no unique name, no update. */

import { z } from 'zod'
import { PAGE_LIMIT, type Query, type ServiceClient } from '../http.ts'

const ServerGroup = z.object({
  id: z.string(),
  name: z.string(),
  policy: z.string(), // 2.64; before it was a list
  members: z.array(z.string()), // ids of servers that are not deleted
  project_id: z.string(),
  user_id: z.string(),
})
export type ServerGroup = z.infer<typeof ServerGroup>

export type ServerGroupPolicy = 'affinity' | 'anti-affinity' | 'soft-affinity' | 'soft-anti-affinity'

/**
 * Groups of the session's project, or with `all_projects` those of all (admin). This list has offsets instead of next
 * links (nova/api/openstack/compute/server_groups.py, index), and an operator may cap a page below what we ask for, so
 * it ends at the empty page.
 */
export async function* listServerGroups(nova: ServiceClient, query: Query = {}): AsyncGenerator<ServerGroup> {
  const answer = z.object({ server_groups: z.array(ServerGroup) })
  for (let offset = 0; ; ) {
    const { server_groups } = await nova.get('/os-server-groups', answer, {
      query: { ...query, limit: PAGE_LIMIT, offset },
    })
    if (server_groups.length === 0) return
    yield* server_groups
    offset += server_groups.length
  }
}

export const getServerGroup = async (nova: ServiceClient, id: string) =>
  (await nova.get(['os-server-groups', id], z.object({ server_group: ServerGroup }))).server_group

export const createServerGroup = async (nova: ServiceClient, group: { name: string; policy: ServerGroupPolicy }) =>
  (await nova.post('/os-server-groups', z.object({ server_group: ServerGroup }), { body: { server_group: group } }))
    .server_group

export const deleteServerGroup = (nova: ServiceClient, id: string) => nova.delete(['os-server-groups', id])
