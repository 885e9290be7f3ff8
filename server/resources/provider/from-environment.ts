/** The provider that the environment names (`OS_*`), made at the first start when there is none. */

import fs from 'node:fs'
import { eq } from 'drizzle-orm'
import { db, transaction } from '../../../db/client.ts'
import { type Env, env } from '../../env.ts'
import { SYSTEM } from '../../events/record.ts'
import { newUuid } from '../../ids.ts'
import { takeNumbers } from '../../live/changes.ts'
import { log } from '../../log.ts'
import { createOffering } from '../../marketplace/offerings.ts'
import { slugOf } from '../../marketplace/place.ts'
import { assertUsable, type ProviderValues } from '../../providers/input.ts'
import { createProvider } from '../../providers/save.ts'
import { type CustomerRow, customers } from '../customer/table.ts'
import { type OfferingRow, offerings } from '../offering/table.ts'
import { providers } from './table.ts'

/** The settings in the environment; undefined when it names no cloud. */
export const valuesFromEnvironment = (from: Env): ProviderValues | undefined => {
  const { OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME } = from
  if (!OS_AUTH_URL || !OS_USERNAME || !OS_PASSWORD || !OS_PROJECT_NAME) return undefined
  return {
    secrets: {
      backend_url: OS_AUTH_URL,
      username: OS_USERNAME,
      password: OS_PASSWORD,
      domain: from.OS_USER_DOMAIN_NAME ?? '',
      certificate: from.OS_CACERT ? fs.readFileSync(from.OS_CACERT, 'utf8') : '',
    },
    options: {
      tenant_name: OS_PROJECT_NAME,
      verify_ssl: !from.OS_INSECURE,
      private_address_allowed: true,
      ...(from.OS_REGION_NAME && { region: from.OS_REGION_NAME }),
      ...(from.OS_EXTERNAL_NETWORK_ID && { external_network_id: from.OS_EXTERNAL_NETWORK_ID }),
    },
  }
}

/** The organisation that sells: the one that does already, else one that is made. In a transaction. */
const sellerOf = async (): Promise<CustomerRow> => {
  const [known] = await db.select().from(customers).where(eq(customers.isServiceProvider, true))
  if (known) return known
  const now = new Date()
  const name = 'Operator'
  const [made] = await db
    .insert(customers)
    .values({ uuid: newUuid(), name, slug: slugOf(name), isServiceProvider: true, createdAt: now, modifiedAt: now })
    .returning()
  return made
}

/** A shared, active offering of tenants with one plan that costs nothing. In a transaction. */
const offer = async (values: ProviderValues): Promise<OfferingRow> => {
  const seller = await sellerOf()
  const name = new URL(values.secrets.backend_url).hostname
  const provider = await createProvider(name, seller.uuid, values, true)
  return createOffering(
    {
      name: `OpenStack ${name}`,
      customerUuid: seller.uuid,
      settingsUuid: provider.uuid,
      shared: true,
      billable: true,
      state: 'Active',
      plans: [{ name: 'Default', pricesMicro: { cores: 0, ram: 0, storage: 0 } }],
    },
    SYSTEM,
  )
}

/**
 * Makes the environment's provider when the portal has none. Nothing here calls the cloud: one that is down does not
 * keep the portal from starting.
 * @returns the offering when it was made.
 */
export const ensureProviderFromEnvironment = async (from: Env = env): Promise<OfferingRow | undefined> => {
  const values = valuesFromEnvironment(from)
  if (!values) return undefined
  await assertUsable(values)
  const offering = await transaction(async () => {
    // Of several processes that start together the others wait here, and then find it made.
    await takeNumbers('provider_from_environment', 1)
    const known = await db.select({ uuid: providers.uuid }).from(providers).limit(1)
    const offered = await db.select({ uuid: offerings.uuid }).from(offerings).limit(1)
    return known.length > 0 || offered.length > 0 ? undefined : offer(values)
  })
  if (offering) log.info({ offering: offering.name }, 'the cloud of the environment is offered')
  return offering
}
