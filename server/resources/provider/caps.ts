/** How many provisionings of a kind a provider runs at the same time (contract 4.14). */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { type ProviderOptions, providers } from './table.ts'

const DEFAULT = 4
const OPTIONS: Record<string, keyof ProviderOptions> = {
  instance: 'max_concurrent_provision_instance',
  volume: 'max_concurrent_provision_volume',
  snapshot: 'max_concurrent_provision_snapshot',
}

/** The cap of a job's key, `<provider>:<kind>`. */
export const capLimit = async (key: string): Promise<number> => {
  const [settingsUuid, kind] = key.split(':')
  const [provider] = await db
    .select({ options: providers.options })
    .from(providers)
    .where(eq(providers.uuid, settingsUuid))
  const limit = provider?.options[OPTIONS[kind]]
  return typeof limit === 'number' ? limit : DEFAULT
}
