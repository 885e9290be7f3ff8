/** Keystone domains. Reference: Identity API v3, "Domains". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'
import { domainRef } from '../login.ts'

const Domain = z.object({ id: z.string(), name: z.string(), enabled: z.boolean() })
export type Domain = z.infer<typeof Domain>

export const listDomains = (keystone: ServiceClient, query: Query = {}) =>
  keystone.list('/domains', 'domains', Domain, { query })

export const getDomain = async (keystone: ServiceClient, id: string) =>
  (await keystone.get(['domains', id], z.object({ domain: Domain }))).domain

/**
 * The id of a domain that somebody gave by name or id, empty for the default one. Creation bodies take ids only.
 * An id is believed without asking.
 */
export async function resolveDomainId(
  keystone: ServiceClient,
  domain: string | null | undefined,
): Promise<string | undefined> {
  const ref = domainRef(domain)
  if ('id' in ref) return ref.id
  return (await collect(listDomains(keystone, { name: ref.name }))).at(0)?.id
}
