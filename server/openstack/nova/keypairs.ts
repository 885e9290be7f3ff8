/** Nova key pairs. Reference: Compute API v2.1, "Keypairs". They belong to a user; `user_id` needs admin (2.10). */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const KeyPair = z.object({
  name: z.string(),
  fingerprint: z.string(),
  public_key: z.string(),
  type: z.string().default('ssh'),
})
export type KeyPair = z.infer<typeof KeyPair>
const One = z.object({ keypair: KeyPair })

/** Without a user: the session's own. */
export async function* listKeyPairs(nova: ServiceClient, userId?: string): AsyncGenerator<KeyPair> {
  const query = { user_id: userId }
  for await (const { keypair } of nova.list('/os-keypairs', 'keypairs', One, { query })) yield keypair
}

export const getKeyPair = async (nova: ServiceClient, name: string, userId?: string) =>
  (await nova.get(['os-keypairs', name], One, { query: { user_id: userId } })).keypair

/**
 * Stores a public key. Names are unique per user: the second is 409, so compare `public_key` before adopting.
 * A user has room for 100 (403 `quota`). Names: letters, digits, blank, `-`, `_` (2.92 adds `@` and `.`).
 */
export async function createKeyPair(
  nova: ServiceClient,
  key: { name: string; public_key: string; user_id?: string },
): Promise<KeyPair> {
  return (await nova.post('/os-keypairs', One, { body: { keypair: { type: 'ssh', ...key } } })).keypair
}

export const deleteKeyPair = (nova: ServiceClient, name: string, userId?: string) =>
  nova.delete(['os-keypairs', name], { query: { user_id: userId } })
