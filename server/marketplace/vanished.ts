/** What becomes of a marketplace resource whose object has vanished from the cloud (contract 7). In a transaction. */
import { and, eq, ne } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { type Author, recordEvent } from '../events/record.ts'
import { marketplaceResources } from '../resources/marketplace-resource/table.ts'
import { setResource } from './flow.ts'

/** Marks the resource of an object as Terminated; nothing happens when there is none. */
export const endResourceOf = async (objectUuid: string, author: Author): Promise<void> => {
  const found = await db
    .select()
    .from(marketplaceResources)
    .where(and(eq(marketplaceResources.scopeUuid, objectUuid), ne(marketplaceResources.state, 'Terminated')))
  for (const resource of found) {
    await setResource(resource, { state: 'Terminated' })
    await recordEvent({
      type: 'marketplace_resource_terminate_succeeded',
      message: `${resource.name} is gone from the cloud.`,
      author,
      about: {
        type: 'marketplace-resources',
        uuid: resource.uuid,
        name: resource.name,
        projectUuid: resource.projectUuid,
        customerUuid: resource.customerUuid,
      },
    })
  }
}
