/** A small portal on a cloud: an organisation, a project, a provider with its offering, and the engine that works. */
import { and, eq } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { Actor } from '../api/define.ts'
import { adminCloud, sealSecrets, tenantCloud, tenantUserCloud } from '../clouds.ts'
import { SYSTEM } from '../events/record.ts'
import { ensureRoles } from '../identity/roles.ts'
import { newUuid } from '../ids.ts'
import { createEngine, type Engine, type EngineOptions } from '../jobs/engine.ts'
import { jobs } from '../jobs/table.ts'
import { createOffering, moveOffering } from '../marketplace/offerings.ts'
import { registry } from '../registry.ts'
import type { CustomerRow } from '../resources/customer/table.ts'
import { type OfferingRow, offerings } from '../resources/offering/table.ts'
import type { ProjectRow } from '../resources/project/table.ts'
import { type ProviderOptions, type ProviderRow, providers } from '../resources/provider/table.ts'
import { apiOf, type TestApi } from './api.ts'
import { actorOf, grantRole, makeCustomer, makeProject, makeUser } from './identity.ts'

/** How to reach the cloud: the `OS_*` variables of a real one, or what the built-in one gives. */
export type CloudAccess = {
  authUrl: string
  username: string
  password: string
  projectName: string
  domain: string
  externalNetworkId: string
}

export const accessFromEnv = (source: Record<string, string | undefined>): CloudAccess => ({
  authUrl: source.OS_AUTH_URL ?? '',
  username: source.OS_USERNAME ?? '',
  password: source.OS_PASSWORD ?? '',
  projectName: source.OS_PROJECT_NAME ?? '',
  domain: source.OS_USER_DOMAIN_NAME ?? '',
  externalNetworkId: source.OS_EXTERNAL_NETWORK_ID ?? source.EXTERNAL_NETWORK_ID ?? '',
})

export type World = {
  customer: CustomerRow
  project: ProjectRow
  provider: ProviderRow
  offering: OfferingRow
  /** As staff, and as the project's manager. */
  staff: TestApi
  manager: TestApi
  managerActor: Actor
  engine: (options?: Partial<EngineOptions>) => Engine
  /** Runs jobs until none is left that moves. @throws Error after `seconds`. */
  settle: (options?: { engine?: Engine; seconds?: number }) => Promise<void>
  orderTenant: (
    name: string,
    attributes?: Record<string, unknown>,
  ) => Promise<{ tenantUuid: string; resourceUuid: string }>
  privateOffering: (tenantUuid: string, type: 'OpenStack.Instance' | 'OpenStack.Volume') => Promise<OfferingRow>
  /** Orders in a tenant; gives the object's uuid. */
  order: (
    tenantUuid: string,
    type: 'OpenStack.Instance' | 'OpenStack.Volume',
    attributes: Record<string, unknown>,
  ) => Promise<{ objectUuid: string; resourceUuid: string; orderUuid: string }>
  terminate: (resourceUuid: string, attributes?: Record<string, unknown>) => Promise<string>
}

const MOVING = ['queued', 'running', 'undoing']

/** Offers everything that a story needs; `options` are the provider's. */
export const makeWorld = async (
  access: CloudAccess,
  {
    options = {},
    pace = 0.2,
    leaseSeconds = 1,
    settleSeconds = 0,
  }: { options?: ProviderOptions; pace?: number; leaseSeconds?: number; settleSeconds?: number } = {},
): Promise<World> => {
  await ensureRoles()
  const customer = await makeCustomer()
  const project = await makeProject({ customerUuid: customer.uuid })
  const manager = await makeUser()
  await grantRole(manager, 'PROJECT.MANAGER', { project })
  const managerActor = await actorOf(manager)
  const staffUser = await makeUser({ isStaff: true })
  const now = new Date()
  const [provider] = await db
    .insert(providers)
    .values({
      uuid: newUuid(),
      name: 'Test cloud',
      customerUuid: customer.uuid,
      secrets: sealSecrets({
        backend_url: access.authUrl,
        username: access.username,
        password: access.password,
        domain: access.domain,
        certificate: '',
      }),
      options: {
        private_address_allowed: true,
        tenant_name: access.projectName,
        external_network_id: access.externalNetworkId,
        ...options,
      },
      createdAt: now,
      modifiedAt: now,
    })
    .returning()
  const offering = await transaction(async () => {
    const draft = await createOffering(
      {
        name: 'Private cloud',
        customerUuid: customer.uuid,
        settingsUuid: provider.uuid,
        shared: true,
        plans: [{ name: 'Standard' }],
      },
      SYSTEM,
    )
    return moveOffering(draft, 'activate', SYSTEM)
  })
  const staff = apiOf(registry, await actorOf(staffUser))
  const asManager = apiOf(registry, managerActor)
  const engine = (more: Partial<EngineOptions> = {}) =>
    createEngine({
      resources: registry,
      clouds: { admin: adminCloud, tenant: tenantCloud, tenantUser: tenantUserCloud },
      owner: `test-${newUuid().slice(0, 6)}`,
      leaseSeconds,
      settleSeconds,
      concurrency: 8,
      pace,
      ...more,
    })
  const settle: World['settle'] = async ({ engine: given, seconds = 60 } = {}) => {
    const runner = given ?? engine()
    const until = Date.now() + seconds * 1000
    for (;;) {
      await runner.tick()
      const left = (await db.select().from(jobs)).filter((job) => MOVING.includes(job.state) && job.kind !== 'task')
      if (left.length === 0) return
      if (Date.now() > until)
        throw new Error(
          `still moving: ${left.map((job) => `${job.name} step ${job.step} ${job.errorMessage}`).join('; ')}`,
        )
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const place = async (api: TestApi, body: Record<string, unknown>) => {
    const { status, text, body: order } = await api('POST', '/api/marketplace-orders/', body)
    if (status !== 201) throw new Error(`order: ${status} ${text}`)
    const detail = await api('GET', `/api/marketplace-orders/${order.uuid}/`)
    return {
      objectUuid: detail.body.resource_uuid as string,
      resourceUuid: detail.body.marketplace_resource_uuid as string,
      orderUuid: order.uuid as string,
    }
  }
  const projectUrl = `/api/projects/${project.uuid}/`
  const privateOffering: World['privateOffering'] = async (tenantUuid, type) => {
    const [row] = await db
      .select()
      .from(offerings)
      .where(and(eq(offerings.tenantUuid, tenantUuid), eq(offerings.type, type)))
    if (!row) throw new Error(`tenant ${tenantUuid} has no offering of ${type}`)
    return row
  }
  return {
    customer,
    project,
    provider,
    offering,
    staff,
    manager: asManager,
    managerActor,
    engine,
    settle,
    privateOffering,
    orderTenant: async (name, attributes = {}) => {
      const { objectUuid, resourceUuid } = await place(staff, {
        offering: `/api/marketplace-public-offerings/${offering.uuid}/`,
        project: projectUrl,
        limits: { cores: 20, ram: 51_200, storage: 1_024_000 },
        attributes: { name, ...attributes },
      })
      return { tenantUuid: objectUuid, resourceUuid }
    },
    order: async (tenantUuid, type, attributes) =>
      place(asManager, {
        offering: `/api/marketplace-public-offerings/${(await privateOffering(tenantUuid, type)).uuid}/`,
        project: projectUrl,
        attributes,
      }),
    terminate: async (resourceUuid, attributes = {}) => {
      const { status, text, body } = await staff('POST', `/api/marketplace-resources/${resourceUuid}/terminate/`, {
        attributes,
      })
      if (status !== 200) throw new Error(`terminate: ${status} ${text}`)
      return body.order_uuid as string
    },
  }
}
