/** Routers as sync meets them. */
import { deleteRouter, getRouter, type Router } from '../../openstack/neutron/routers.ts'
import { parseTime } from '../../openstack/time.ts'
import { syncOf } from '../../sync/define.ts'
import { uuidOfMark } from '../base/marks.ts'
import { routerPull } from './pull.ts'
import type { RouterRow } from './table.ts'

export const routerSync = syncOf<RouterRow, Router>({
  kind: 'router',
  group: 'subresources',
  rank: 30,
  list: (session, since) => (since ? undefined : routerPull.list(session)),
  get: ({ neutron }, id) => getRouter(neutron, id),
  remove: ({ neutron }, id) => deleteRouter(neutron, id),
  id: ({ id }) => id,
  project: ({ project_id }) => project_id,
  mark: ({ description }) => uuidOfMark(description),
  createdAt: ({ created_at }) => parseTime(created_at),
  words: ({ name, status }) => `${name} (${status})`,
  prepare: async () => undefined,
  columns: (router, _, row) => routerPull.columnsFromCloud(router, row),
  isImported: true,
  // Waldur has no words of its own for these.
  events: { imported: 'resource_import_succeeded', cleaned: 'resource_deletion_succeeded' },
})
