/** Writes providers: the only way in, for offerings, the environment and the demo alike. */
import { eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { sealSecrets } from '../clouds.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { type ProviderRow, providers } from '../resources/provider/table.ts'
import type { ProviderValues } from './input.ts'

/** The collection, for the event streams. */
const PATH = 'service-settings'

/** In a transaction. */
export const createProvider = async (
  name: string,
  customerUuid: string,
  { secrets, options }: ProviderValues,
  shared: boolean,
): Promise<ProviderRow> => {
  const now = new Date()
  const [provider] = await db
    .insert(providers)
    .values({
      uuid: newUuid(),
      name,
      customerUuid,
      shared,
      secrets: sealSecrets(secrets),
      passwordSetAt: secrets.password ? now : null,
      options,
      createdAt: now,
      modifiedAt: now,
    })
    .returning()
  await noteChange(PATH, 'created', { uuid: provider.uuid, customerUuid })
  return provider
}

/** In a transaction. Sessions with the old settings end by themselves: they are kept by the time of the last change. */
export const updateProvider = async (
  provider: ProviderRow,
  { secrets, options }: ProviderValues,
  passwordChanged: boolean,
): Promise<ProviderRow> => {
  const now = new Date()
  const [saved] = await db
    .update(providers)
    .set({
      secrets: sealSecrets(secrets),
      options,
      ...(passwordChanged && { passwordSetAt: now }),
      modifiedAt: now,
    })
    .where(eq(providers.uuid, provider.uuid))
    .returning()
  await noteChange(PATH, 'updated', { uuid: provider.uuid, customerUuid: provider.customerUuid })
  return saved
}

/** Names of the fields that a change touched, for the audit log: never their values. */
export const changedFields = (given: Record<string, unknown>): string[] =>
  Object.entries(given)
    .filter(([name, value]) => value !== undefined && !(name === 'password' && value === ''))
    .map(([name]) => name)
    .sort()
