/** Orders of tenants: what is checked, what is written, how they end (contract 4.1, 6.3). */
import { and, eq, inArray, ne } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { check } from '../../api/input.ts'
import { allows, managers, permission } from '../../api/rules.ts'
import { neighbourhoodOf } from '../../clouds.ts'
import { ApiError, conflict, fieldError, invariant } from '../../errors.ts'
import { newUuid } from '../../ids.ts'
import { acceptJob, createResource } from '../../jobs/accept.ts'
import { jobs } from '../../jobs/table.ts'
import { noteChange } from '../../live/changes.ts'
import { quotasOfLimits, quotasOfOptions } from '../../marketplace/components.ts'
import { volumeTypeNames } from '../../marketplace/follow-types.ts'
import { type CreationRequest, type OrderHandler, registerOrderHandler } from '../../marketplace/handlers.ts'
import { archivePrivateOfferings } from '../../marketplace/private-offerings.ts'
import { DEFAULT_LIMITS, roundedLimits } from '../../quotas/names.ts'
import type { QuotaDelta } from '../../quotas/reserve.ts'
import { quotas } from '../../quotas/table.ts'
import { encrypt } from '../../secrets.ts'
import { getSetting } from '../../settings/settings.ts'
import { availabilityZones } from '../availability-zone/table.ts'
import type { OfferingRow } from '../offering/table.ts'
import { type ProviderOptions, type ProviderRow, providers } from '../provider/table.ts'
import { createTenantJob } from './create-job.ts'
import type { CreateTenantParams } from './create-params.ts'
import { deleteTenantJob } from './delete-job.ts'
import { dropTenantRows } from './drop-rows.ts'
import { DEFAULT_GROUPS, type TenantAttributes, tenantAttributes } from './input.ts'
import { pullTenantJob } from './jobs.ts'
import { assertFreeName, assertFreeUsername, generatePassword, generateUsername, stemOf } from './names.ts'
import { acceptQuotas, setQuotasJob } from './set-quotas.ts'
import { type TenantRow, tenants } from './table.ts'

export const TENANTS = { path: 'openstack-tenants' }

const providerOf = async (settingsUuid: string): Promise<ProviderRow> => {
  const [provider] = await db.select().from(providers).where(eq(providers.uuid, settingsUuid))
  invariant(provider, 'an offering has a provider')
  return provider
}

/** The order's attributes, checked, with the user's name decided. */
type TenantInput = TenantAttributes & { user_username: string; groups: CreateTenantParams['groups'] }

const checkZone = async (settingsUuid: string, name: string) => {
  if (!name) return
  const zones = await db
    .select()
    .from(availabilityZones)
    .where(and(eq(availabilityZones.settingsUuid, settingsUuid), eq(availabilityZones.service, 'instance')))
  const zone = zones.find((one) => one.name === name)
  // Before the first pull nothing is known of zones.
  if (zones.length > 0 && !zone) throw fieldError('availability_zone', 'The provider has no such zone.')
  if (zone && !zone.available) throw fieldError('availability_zone', 'Zone is not available.')
}

const validate = async ({ offering, attributes }: CreationRequest): Promise<TenantInput> => {
  const input = check(tenantAttributes, attributes)
  const near = await neighbourhoodOf(offering.settingsUuid)
  const { options } = await providerOf(offering.settingsUuid)
  await assertFreeName(near, input.name)
  await checkZone(offering.settingsUuid, input.availability_zone)
  const visible = await getSetting('TENANT_CREDENTIALS_VISIBLE')
  const username = (visible && input.user_username) || generateUsername(input.name)
  await assertFreeUsername(near, username, options.blacklisted_usernames)
  const groups = (input.security_groups ?? DEFAULT_GROUPS).map((group) => ({ ...group, uuid: newUuid() }))
  return { ...input, user_username: username, groups }
}

/** All limits of a new tenant: the order's, the offering's, the defaults. */
const limitsOf = async (offering: OfferingRow, limits: Record<string, number>): Promise<QuotaDelta> =>
  roundedLimits({
    ...DEFAULT_LIMITS,
    ...quotasOfOptions(offering.pluginOptions),
    ...quotasOfLimits(offering.pluginOptions, limits, await volumeTypeNames(offering.settingsUuid)),
  })

const networkOf = (input: TenantInput, offering: OfferingRow): CreateTenantParams['network'] => {
  if (input.skip_creation_of_default_subnet) return null
  const { default_internal_network_mtu: mtu } = offering.pluginOptions
  const stem = stemOf(input.name)
  return {
    uuid: newUuid(),
    name: `${stem}-int-net`,
    mtu: mtu !== undefined && mtu >= 68 && mtu <= 9000 ? mtu : null,
    subnetUuid: newUuid(),
    subnetName: `${stem}-sub-net`,
    cidr: input.subnet_cidr,
  }
}

const routerOf = (
  input: TenantInput,
  options: ProviderOptions,
  network: CreateTenantParams['network'],
): CreateTenantParams['router'] => {
  if (!network || !options.external_network_id) return null
  if (input.skip_connection_extnet || input.skip_creation_of_default_router) return null
  return {
    uuid: newUuid(),
    portUuid: newUuid(),
    name: `${network.name}-router`,
    externalNetworkId: options.external_network_id,
    ha: options.create_ha_routers ?? false,
  }
}

const writeQuotas = async (tenantUuid: string, limits: QuotaDelta) => {
  const modifiedAt = new Date()
  await db.insert(quotas).values(
    // The sizes of volumes and snapshots are counted by the portal alone: no cloud limits them.
    Object.entries(limits).map(([name, limit]) => ({ tenantUuid, name, limit, portalLimit: limit, modifiedAt })),
  )
}

const tenantOf = async (uuid: string | null): Promise<TenantRow | undefined> => {
  if (!uuid) return undefined
  const [row] = await db.select().from(tenants).where(eq(tenants.uuid, uuid))
  return row
}

/** Other work in the tenant would make what the removal takes away. @throws ApiError 409 */
export const assertQuiet = async (tenantUuid: string): Promise<void> => {
  const live = await db
    .select({ name: jobs.resourceName })
    .from(jobs)
    .where(
      and(
        eq(jobs.tenantUuid, tenantUuid),
        ne(jobs.resourceUuid, tenantUuid),
        ne(jobs.kind, 'task'),
        inArray(jobs.state, ['queued', 'running', 'undoing']),
      ),
    )
    .limit(1)
  if (live.length > 0) throw conflict(`An operation on ${live[0].name} is running in the tenant: wait for its end.`)
}

export const tenantOrderHandler: OrderHandler<TenantInput> = {
  offeringType: 'OpenStack.Tenant',
  attributes: tenantAttributes,
  validate,
  create: async ({ order, offering, resource, input, author }) => {
    const provider = await providerOf(offering.settingsUuid)
    const near = await neighbourhoodOf(offering.settingsUuid)
    // Between order and approval somebody else may have taken the name.
    await assertFreeName(near, input.name)
    const uuid = newUuid()
    const limits = await limitsOf(offering, order.limits)
    const network = networkOf(input, offering)
    const router = routerOf(input, provider.options, network)
    const { row, jobUuid } = await createResource<typeof tenants>({
      def: TENANTS,
      job: createTenantJob,
      values: {
        uuid,
        tenantUuid: uuid,
        name: input.name,
        description: input.description,
        projectUuid: resource.projectUuid,
        customerUuid: resource.customerUuid,
        settingsUuid: provider.uuid,
        availabilityZone: input.availability_zone || provider.options.availability_zone || '',
        externalNetworkId: provider.options.external_network_id ?? '',
        userUsername: input.user_username,
        userPassword: encrypt(generatePassword()),
        skipCreationOfDefaultRouter: input.skip_creation_of_default_router,
      },
      params: {
        limits,
        network,
        router,
        groups: input.groups,
        dnsNameservers: provider.options.dns_nameservers ?? [],
      } satisfies CreateTenantParams,
      children: (tenant) => writeQuotas(tenant.uuid, limits),
      author,
    })
    return { objectUuid: row.uuid, jobUuid }
  },
  validateTermination: async ({ actor, resource }) => {
    const tenant = await tenantOf(resource.scopeUuid)
    if (!tenant) return
    const provider = await providerOf(tenant.settingsUuid)
    const scope = { projectUuid: tenant.projectUuid, customerUuid: tenant.customerUuid }
    // In a shared cloud the order's review asks for ORDER.APPROVE; in a private one the common rule holds.
    const rule = provider.shared ? permission('RESOURCE.TERMINATE') : managers
    if (!allows(rule, actor, { ...scope, providerCustomerUuid: provider.customerUuid }))
      throw new ApiError('forbidden', 'You do not have permission to perform this action.')
  },
  terminate: async ({ resource, author }) => {
    const row = await tenantOf(resource.scopeUuid)
    if (!row) return { jobUuid: null }
    await assertQuiet(row.uuid)
    if (row.state !== 'OK' && row.state !== 'ERRED') throw conflict('Valid states for operation: OK, ERRED.')
    return acceptJob({
      def: TENANTS,
      job: deleteTenantJob,
      row,
      author,
      label: 'Delete',
      event: 'resource_deletion',
    })
  },
  updateLimits: async ({ order, offering, resource, author }) => {
    const row = await tenantOf(resource.scopeUuid)
    if (!row) throw fieldError('limits', 'The tenant is not there.')
    const limits = quotasOfLimits(offering.pluginOptions, order.limits, await volumeTypeNames(offering.settingsUuid))
    return acceptQuotas(row, limits, author, { order_uuid: order.uuid })
  },
  applyLimits: async (uuid, limits, author) => {
    const row = await tenantOf(uuid)
    return row && acceptQuotas(row, limits, author)
  },
  pull: async (uuid, author) => {
    const row = await tenantOf(uuid)
    if (!row?.backendId) throw conflict('The object is not in the cloud.')
    if (row.state !== 'OK' && row.state !== 'ERRED') throw conflict('Valid states for operation: OK, ERRED.')
    return acceptJob({ def: TENANTS, job: pullTenantJob, row, author, label: 'Pull', event: 'resource_pull' })
  },
  retryable: { ...TENANTS, model: 'Tenant', jobs: [createTenantJob, deleteTenantJob, setQuotasJob] },
  discard: async (uuid) => {
    await archivePrivateOfferings(uuid)
    await dropTenantRows(uuid)
    const [row] = await db.delete(tenants).where(eq(tenants.uuid, uuid)).returning()
    if (row) await noteChange(TENANTS.path, 'deleted', row)
  },
}

registerOrderHandler(tenantOrderHandler)
