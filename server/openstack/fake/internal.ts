/** Calls between the services of the cloud: they speak for a project, with an administrator's rights. */
import type { Cloud } from './cloud.ts'
import { type Ctx, newRequestId } from './http.ts'
import type { Token } from './rows.ts'

export function internalCtx(cloud: Cloud, projectId: string, userId: string): Ctx {
  const token: Token = {
    id: '',
    user_id: userId,
    project_id: projectId,
    domain_id: null,
    system: false,
    methods: [],
    audit_ids: [],
    issuedAtMs: 0,
    expiresAtMs: 0,
  }
  return {
    cloud,
    service: 'neutron',
    method: 'POST',
    path: '',
    params: {},
    query: new URLSearchParams(),
    headers: {},
    raw: Buffer.alloc(0),
    body: {},
    identity: { token, userId, projectId, roles: ['admin'], isAdmin: true },
    version: 0,
    requestId: newRequestId(),
    base: '',
  }
}
