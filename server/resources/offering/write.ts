/** Making tenant offerings with their provider, and changing how the provider is reached. */
import { eq } from 'drizzle-orm'
import { db, transaction } from '../../../db/client.ts'
import type { Call } from '../../api/define.ts'
import { allows, permission } from '../../api/rules.ts'
import { ApiError, fieldError, invariant } from '../../errors.ts'
import { storageModeOf } from '../../marketplace/components.ts'
import { followComponents } from '../../marketplace/follow-types.ts'
import { changeOffering, createOffering } from '../../marketplace/offerings.ts'
import { switchStorageMode } from '../../marketplace/storage-mode.ts'
import { assertUsable, mergeSettings, type ProviderValues, type ServiceAttributes } from '../../providers/input.ts'
import { changedFields, createProvider, updateProvider } from '../../providers/save.ts'
import { encrypt } from '../../secrets.ts'
import { authorOf } from '../base/actions.ts'
import type { CustomerRow } from '../customer/table.ts'
import { providers } from '../provider/table.ts'
import type { CreateInput, IntegrationInput, OverviewInput } from './input.ts'
import { secretOptionsOf } from './schema.ts'
import { type CategoryRow, components, type OfferingRow, type PluginOptions } from './table.ts'

const LINKS = [
  'privacy_policy_link',
  'helpdesk_url',
  'documentation_url',
  'access_url',
  'getting_started',
  'integration_guide',
] as const

/**
 * Columns and attributes of the texts on an offering's page. Names are picked one by one: what is sent beside them may
 * be a password.
 */
export const overviewPatch = (offering: Pick<OfferingRow, 'attributes'> | null, input: Partial<OverviewInput>) => {
  const { name, description, full_description, terms_of_service, slug } = input
  const links = LINKS.filter((link) => input[link] !== undefined).map((link) => [link, input[link]])
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(full_description !== undefined && { fullDescription: full_description }),
    ...(terms_of_service !== undefined && { termsOfService: terms_of_service }),
    ...(slug !== undefined && { slug }),
    attributes: { ...offering?.attributes, ...Object.fromEntries(links) },
  } satisfies Partial<OfferingRow>
}

/** Connection settings may come in three places; the later ones win. */
const connectionOf = ({ secret_options = {}, service_attributes = {} }: IntegrationInput): ServiceAttributes => {
  const { external_network_id } = secret_options
  return { ...(external_network_id !== undefined && { external_network_id }), ...service_attributes }
}

const sealedOptions = (before: Record<string, unknown>, given: Record<string, unknown>): string => {
  const { external_network_id: _, ...own } = given
  const options = { ...before, ...own }
  return Object.keys(options).length > 0 ? encrypt(JSON.stringify(options)) : ''
}

const sameHost = (a: ProviderValues, b: ProviderValues) =>
  new URL(a.secrets.backend_url).host === new URL(b.secrets.backend_url).host

const customerFor = async (call: Call, link: string | null | undefined): Promise<CustomerRow> => {
  if (!link) throw fieldError('customer', 'This field is required.')
  const customer = await call.resolve<CustomerRow>('customers', link, 'customer')
  if (!allows(permission('OFFERING.CREATE', ['customer']), call.actor, { customerUuid: customer.uuid }))
    throw new ApiError('forbidden', 'You do not have permission to perform this action.')
  return customer
}

/** Provider and offering as one. It starts as a draft: nobody can order before it was tried and activated. */
export const createFromInput = async (call: Call, input: CreateInput): Promise<OfferingRow> => {
  const customer = await customerFor(call, input.customer)
  const category = input.category
    ? await call.resolve<CategoryRow>('marketplace-categories', input.category, 'category')
    : undefined
  const values = mergeSettings(null, connectionOf(input), call.actor)
  await assertUsable(values)
  const author = authorOf(call.actor)
  return transaction(async () => {
    const provider = await createProvider(input.name, customer.uuid, values, input.shared)
    const offering = await createOffering(
      {
        ...overviewPatch({ attributes: input.attributes }, input),
        name: input.name,
        customerUuid: customer.uuid,
        categoryUuid: category?.uuid,
        settingsUuid: provider.uuid,
        shared: input.shared,
        billable: input.billable,
        pluginOptions: input.plugin_options as PluginOptions,
        secretOptions: sealedOptions({}, input.secret_options),
        plans: input.plans.map(({ prices, ...plan }) => ({ ...plan, pricesMicro: prices })),
      },
      author,
    )
    for (const [type, { min, max, max_available_limit, default_limit }] of Object.entries(input.limits)) {
      const rows = await db.select().from(components).where(eq(components.offeringUuid, offering.uuid))
      const component = rows.find((row) => row.type === type)
      if (!component)
        throw new ApiError('invalid', 'Unknown component.', { limits: { [type]: ['Unknown component.'] } })
      await db
        .update(components)
        .set({
          minValue: min ?? null,
          maxValue: max ?? null,
          maxAvailableLimit: max_available_limit ?? null,
          defaultLimit: default_limit ?? null,
        })
        .where(eq(components.uuid, component.uuid))
    }
    return offering
  })
}

/**
 * Changes connection, options, or both. What is not sent stays; a blank password keeps the stored one. The whole
 * combination is judged, so an active offering cannot be left without a way to its cloud.
 */
export const updateIntegration = async (
  offering: OfferingRow,
  input: IntegrationInput,
  call: Call,
): Promise<OfferingRow> => {
  const [provider] = await db.select().from(providers).where(eq(providers.uuid, offering.settingsUuid))
  invariant(provider, 'an offering has a provider')
  const given = connectionOf(input)
  let values: ProviderValues | undefined
  if (changedFields(given).length > 0) {
    if (offering.type !== 'OpenStack.Tenant')
      throw fieldError('service_attributes', 'The connection belongs to the offering of the tenant.')
    values = mergeSettings(provider, given, call.actor)
    // The stored password is for the stored address: nobody may have it sent elsewhere without knowing it.
    if (!given.password && !sameHost(values, mergeSettings(provider, {}, call.actor)))
      throw fieldError('password', 'Enter the password again to use another address.')
    await assertUsable(values)
  }
  const author = authorOf(call.actor)
  return transaction(async () => {
    if (values) await updateProvider(provider, values, Boolean(given.password))
    const patch: Partial<OfferingRow> = {}
    if (input.plugin_options)
      patch.pluginOptions = { ...offering.pluginOptions, ...(input.plugin_options as PluginOptions) }
    if (input.secret_options) patch.secretOptions = sealedOptions(secretOptionsOf(offering), input.secret_options)
    const changed = await changeOffering(offering, patch, author, {
      changed_fields: [
        ...changedFields(given),
        ...Object.keys(input.plugin_options ?? {}),
        ...Object.keys(input.secret_options ?? {}),
      ],
    })
    await followComponents(changed)
    if (storageModeOf(changed.pluginOptions) !== storageModeOf(offering.pluginOptions))
      await switchStorageMode(changed, author)
    return changed
  })
}
