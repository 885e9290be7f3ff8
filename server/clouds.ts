/**
 * Sessions with the clouds of our providers. The only place that decrypts a provider's or a tenant's password; sessions
 * are kept by provider and the time it was last changed, so that tokens and sockets are shared by all who work with it.
 */
import { eq } from 'drizzle-orm'
import { db } from '../db/client.ts'
import { env } from './env.ts'
import { invariant } from './errors.ts'
import type { AddressPolicy } from './openstack/address.ts'
import type { Call, CallOutcome } from './openstack/http.ts'
import {
  type CloudSession,
  type Credentials,
  keystoneRoot,
  openSession,
  type SessionOptions,
} from './openstack/login.ts'
import { type ProviderOptions, type ProviderRow, providers } from './resources/provider/table.ts'
import { tenants } from './resources/tenant/table.ts'
import { decrypt, encrypt } from './secrets.ts'
import { getSetting } from './settings/settings.ts'

/** What `providers.secrets` holds, encrypted. */
export type ProviderSecrets = {
  backend_url: string
  username: string
  password: string
  /** Name or id; empty is the default domain. */
  domain: string
  /** PEM of the cloud's own authority; empty when a public one signed. */
  certificate: string
}

export const sealSecrets = (secrets: ProviderSecrets): string => encrypt(JSON.stringify(secrets))
export const openSecrets = (sealed: string): ProviderSecrets => JSON.parse(decrypt(sealed)) as ProviderSecrets

/** Called around every request to any cloud. A hook that throws ends the request with its error. */
export type CloudHooks = {
  before?: (call: Call) => void | Promise<void>
  after?: (outcome: CallOutcome) => void | Promise<void>
}

const KEY = Symbol.for('foyer.clouds')
type Kept = { modifiedAtMs: number; session: CloudSession }
type Runtime = { sessions: Map<string, Kept>; hooks: CloudHooks; metrics?: (outcome: CallOutcome) => void }
const globals = globalThis as Record<symbol, unknown>
globals[KEY] ??= { sessions: new Map(), hooks: {} } satisfies Runtime
const runtime = globals[KEY] as Runtime

/** The job engine notes request ids here, crash tests interrupt. One set per process; `{}` takes it away. */
export const setCallHooks = (hooks: CloudHooks): void => {
  runtime.hooks = hooks
}

/** Told of every request that was sent, for metrics. */
export const setCallMetrics = (metrics: (outcome: CallOutcome) => void): void => {
  runtime.metrics = metrics
}

const hooks = {
  beforeCall: (call: Call) => runtime.hooks.before?.(call),
  afterCall: (outcome: CallOutcome) => {
    runtime.metrics?.(outcome)
    return runtime.hooks.after?.(outcome)
  },
}

/** How to log in as a provider's account, in its own project. */
export const providerCredentials = (secrets: ProviderSecrets, options: ProviderOptions): Credentials => ({
  authUrl: secrets.backend_url,
  username: secrets.username,
  password: secrets.password,
  userDomain: secrets.domain,
  projectName: options.tenant_name,
  projectDomain: secrets.domain,
  region: options.region || undefined,
  interface: options.interface,
})

/** How to talk to a provider: its certificates, time-out, and the addresses its owner may name (design 13). */
export const providerSessionOptions = (
  secrets: Pick<ProviderSecrets, 'certificate'>,
  options: ProviderOptions,
  addressPolicy: AddressPolicy,
): SessionOptions => ({
  caPem: secrets.certificate || undefined,
  verifySsl: options.verify_ssl ?? true,
  timeoutSeconds: options.timeout_seconds ?? env.FOYER_OPENSTACK_TIMEOUT_SECONDS,
  addressPolicy,
  hooks,
})

/** Addresses that a provider may have: any when staff named it, else public ones and those that staff allow. */
export const addressPolicyOf = async (options: ProviderOptions): Promise<AddressPolicy> => {
  if (options.private_address_allowed) return { allowPrivate: true }
  return { allowPrivate: false, allowedHosts: await getSetting('OPENSTACK_ALLOWED_ADDRESSES') }
}

const sessionOf = async (provider: ProviderRow): Promise<CloudSession> => {
  const addressPolicy = await addressPolicyOf(provider.options)
  const modifiedAtMs = provider.modifiedAt.getTime()
  const kept = runtime.sessions.get(provider.uuid)
  if (kept?.modifiedAtMs === modifiedAtMs) return kept.session
  const secrets = openSecrets(provider.secrets)
  const session = openSession(
    providerCredentials(secrets, provider.options),
    providerSessionOptions(secrets, provider.options, addressPolicy),
  )
  runtime.sessions.set(provider.uuid, { modifiedAtMs, session })
  // Calls under way end first.
  void kept?.session.close()
  return session
}

const providerRow = async (settingsUuid: string): Promise<ProviderRow> => {
  const [provider] = await db.select().from(providers).where(eq(providers.uuid, settingsUuid))
  invariant(provider, `provider ${settingsUuid} exists`)
  return provider
}

/** The provider's account in its own project. Logs in at the first call only. */
export const adminCloud = async (settingsUuid: string): Promise<CloudSession> =>
  sessionOf(await providerRow(settingsUuid))

const tenantRow = async (tenantUuid: string) => {
  const [tenant] = await db.select().from(tenants).where(eq(tenants.uuid, tenantUuid))
  invariant(tenant, `tenant ${tenantUuid} exists`)
  invariant(tenant.backendId, `tenant ${tenantUuid} has its project in the cloud`)
  return tenant
}

/** The provider's account, scoped to the tenant's project. */
export const tenantCloud = async (tenantUuid: string): Promise<CloudSession> => {
  const tenant = await tenantRow(tenantUuid)
  return (await adminCloud(tenant.settingsUuid)).forProject(tenant.backendId)
}

/** The tenant's own user: owns key pairs, and creates the servers that use them. */
export const tenantUserCloud = async (tenantUuid: string): Promise<CloudSession> => {
  const tenant = await tenantRow(tenantUuid)
  const provider = await providerRow(tenant.settingsUuid)
  return (await sessionOf(provider)).asUser({
    username: tenant.userUsername,
    password: decrypt(tenant.userPassword),
    userDomain: openSecrets(provider.secrets).domain,
    projectId: tenant.backendId,
  })
}

/** What tenants' names and users must not clash with in a provider's Keystone domain. No secret among it. */
export type Neighbourhood = {
  /** Providers (this one too) that speak to the same Keystone and domain. */
  settingsUuids: string[]
  usernames: string[]
  projectNames: string[]
  /** Where people find the cloud's own dashboard. */
  dashboardUrl: string
}

const DEFAULT_DOMAINS = ['', 'default']
const domainKey = (domain: string) =>
  DEFAULT_DOMAINS.includes(domain.trim().toLowerCase()) ? 'default' : domain.trim()

/** `https://cloud.example.org/dashboard` unless the provider names another place (contract 4.1). */
const dashboardUrlOf = (provider: ProviderRow, secrets: ProviderSecrets) => {
  if (provider.options.access_url) return provider.options.access_url
  const { protocol, hostname } = new URL(secrets.backend_url)
  return `${protocol}//${hostname}/dashboard`
}

export const neighbourhoodOf = async (settingsUuid: string): Promise<Neighbourhood> => {
  const all = (await db.select().from(providers)).map((provider) => ({
    provider,
    secrets: openSecrets(provider.secrets),
  }))
  const own = all.find(({ provider }) => provider.uuid === settingsUuid)
  invariant(own, `provider ${settingsUuid} exists`)
  const keyOf = ({ secrets }: (typeof all)[number]) =>
    `${keystoneRoot(secrets.backend_url)} ${domainKey(secrets.domain)}`
  const near = all.filter((one) => keyOf(one) === keyOf(own))
  return {
    settingsUuids: near.map(({ provider }) => provider.uuid),
    usernames: near.map(({ secrets }) => secrets.username),
    projectNames: near.map(({ provider }) => provider.options.tenant_name ?? ''),
    dashboardUrl: dashboardUrlOf(own.provider, own.secrets),
  }
}

/** Ends all sockets, at the process's end. */
export const closeClouds = async (): Promise<void> => {
  const sessions = [...runtime.sessions.values()]
  runtime.sessions.clear()
  await Promise.all(sessions.map(({ session }) => session.close()))
}
