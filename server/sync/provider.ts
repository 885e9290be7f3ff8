/** One pass over a provider: all kinds of a group, in their order, and then what is missing. */
import { and, eq, inArray, ne } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { AnyResource } from '../api/define.ts'
import { recordEvent, SYSTEM } from '../events/record.ts'
import { errorLine, explain } from '../jobs/explain.ts'
import { noteChange } from '../live/changes.ts'
import { log } from '../log.ts'
import { isOpenStackError } from '../openstack/errors.ts'
import type { CloudSession } from '../openstack/login.ts'
import { type ProviderRow, providers } from '../resources/provider/table.ts'
import { tenants } from '../resources/tenant/table.ts'
import type { AnySync } from './define.ts'
import { type Finding, recordDrifts } from './drift.ts'
import { type KindPass, type KindResult, reconcileKind, rowsAtWork, type SyncRow, type Tenants } from './reconcile.ts'
import { isGoneFromCloud, isSuspicious, needsWitness, removeCopies, removeMissing } from './removal.ts'

export type Counts = { created: number; updated: number; removed: number }
export type PassResult = Counts & { errors: string[] }

export type PassOptions = {
  resources: readonly AnyResource[]
  group: 'resources' | 'subresources'
  session: CloudSession
  provider: Pick<ProviderRow, 'uuid' | 'name'>
  /** Only what changed since; where a service cannot tell, its kinds are left out. */
  since?: Date
  settleMs: number
}

type Kind = { def: AnyResource; source: AnySync }
type Done = Kind & { pass: KindPass; result: KindResult }

export const sourcesOf = (resources: readonly AnyResource[], group?: AnySync['group']): Kind[] =>
  resources
    .flatMap((def) => (def.sync && (!group || def.sync.group === group) ? [{ def, source: def.sync as AnySync }] : []))
    .sort((a, b) => a.source.rank - b.source.rank)

/** Tenants at rest; what is made or removed is its job's own matter. */
const tenantsOf = async (settingsUuid: string): Promise<Tenants> => {
  const rows = await db
    .select()
    .from(tenants)
    .where(
      and(
        eq(tenants.settingsUuid, settingsUuid),
        ne(tenants.backendId, ''),
        inArray(tenants.state, ['OK', 'ERRED', 'UPDATING', 'UPDATE_SCHEDULED']),
      ),
    )
  return new Map(rows.map((row) => [row.backendId, row]))
}

/** Whether the cloud still shows anything of ours: a region or scope that changed shows nothing. */
const hasWitness = async ({ resources, session, provider }: PassOptions, done: readonly Done[]): Promise<boolean> => {
  if (done.some(({ result }) => result.seen > 0)) return true
  const asked = new Set(done.map(({ source }) => source.kind))
  for (const { def, source } of sourcesOf(resources)) {
    if (asked.has(source.kind)) continue
    const rows = (await db
      .select()
      .from(def.table)
      .where(and(eq(def.table.settingsUuid, provider.uuid), ne(def.table.backendId, '')))
      .limit(3)) as SyncRow[]
    for (const row of rows) if (!(await isGoneFromCloud(source, session, row.backendId))) return true
  }
  return false
}

const findingOf = ({ def }: Done, row: SyncRow): Finding => ({
  tenantUuid: row.tenantUuid,
  subject: `${def.path}/${row.uuid}`,
  portalValue: row.name,
  cloudValue: '',
})

/** Nothing goes when so much is missing that the fault is likely elsewhere; a person decides. */
const alarm = async ({ provider }: PassOptions, done: readonly Done[], missing: number, known: number) => {
  let fresh = 0
  for (const one of done) {
    const findings = one.result.missing.map((row) => findingOf(one, row))
    fresh += await recordDrifts(provider.uuid, 'missing_in_cloud', one.def.path, findings)
  }
  log.warn({ provider: provider.uuid, missing, known }, 'too many objects are missing: none is removed')
  if (fresh === 0) return
  await recordEvent({
    type: 'resource_pull_failed',
    result: 'failed',
    message: `${missing} of ${known} objects of ${provider.name} are missing from the cloud. Nothing was removed.`,
    author: SYSTEM,
    about: { type: 'service-settings', uuid: provider.uuid, name: provider.name },
    context: { missing, known, error_message: 'Policy, region or scope may have changed.' },
  })
}

const settleMissing = async (options: PassOptions, done: readonly Done[]): Promise<number> => {
  const missing = done.reduce((sum, { result }) => sum + result.missing.length, 0)
  const known = done.reduce((sum, { result }) => sum + result.known, 0)
  // Nova names the deleted ones itself when asked for changes.
  const isTold = options.since !== undefined
  const isTooMuch =
    !isTold &&
    (isSuspicious(missing, known) ||
      done.some(({ result }) => isSuspicious(result.missing.length, result.known)) ||
      (done.some(({ result }) => needsWitness(result.missing.length, result.known)) &&
        !(await hasWitness(options, done))))
  if (isTooMuch) {
    await alarm(options, done, missing, known)
    return 0
  }
  let removed = 0
  for (const { def, pass, result } of done) {
    removed += await removeMissing(pass, result.missing)
    if (!options.since) await recordDrifts(options.provider.uuid, 'missing_in_cloud', def.path, [])
  }
  return removed
}

const recordUnknown = async ({ provider, since }: PassOptions, { def, source, result }: Done) => {
  // Only a pass over everything can tell that one is known by now.
  if (source.isImported || since) return
  const findings = result.unknown.map(({ object, place }) => ({
    tenantUuid: place.tenantUuid,
    subject: `${def.path}/${source.id(object)}`,
    portalValue: '',
    cloudValue: source.words(object),
  }))
  await recordDrifts(provider.uuid, 'missing_in_portal', def.path, findings)
}

/**
 * Pulls all kinds of a group. A kind whose service fails does not keep the others from being pulled.
 * @throws the error of the cloud when no kind at all could be read.
 */
export const pullProvider = async (options: PassOptions): Promise<PassResult> => {
  const { resources, group, session, provider, since, settleMs } = options
  const places = await tenantsOf(provider.uuid)
  const { tenants: busyTenants } = await rowsAtWork()
  const done: Done[] = []
  const errors: string[] = []
  let first: unknown
  const sources = sourcesOf(resources, group)
  for (const { def, source } of sources) {
    const pass: KindPass = {
      def,
      source,
      session,
      settingsUuid: provider.uuid,
      tenants: places,
      busyTenants,
      since,
      settleMs,
    }
    try {
      const result = await reconcileKind(pass)
      if (result) done.push({ def, source, pass, result })
    } catch (error) {
      if (!isOpenStackError(error)) throw error
      first ??= error
      errors.push(errorLine(explain(error)))
      // The whole cloud is away: asking for the rest would only wait.
      if (error.service === 'keystone') break
    }
  }
  if (first && done.length === 0) throw first
  let removed = 0
  try {
    for (const one of done) {
      await recordUnknown(options, one)
      removed += await removeCopies(one.pass, one.result.copies)
    }
    removed += await settleMissing(options, done)
  } catch (error) {
    if (!isOpenStackError(error)) throw error
    errors.push(errorLine(explain(error)))
  }
  const sum = (count: 'created' | 'updated') => done.reduce((total, { result }) => total + result[count], 0)
  return { created: sum('created'), updated: sum('updated'), removed, errors: [...new Set(errors)] }
}

/** Faults of a cloud that is there and says no. */
const ANSWERED: ReadonlySet<string> = new Set(['forbidden', 'not_found', 'bad_request', 'bad_response', 'conflict'])
const isUnreachable = (error: unknown): boolean => isOpenStackError(error) && !ANSWERED.has(error.kind)

/**
 * Notes whether a provider answers. Its rows stay as they are: `confirmed` says how old they are. The row's own
 * `modifiedAt` stays too, or its sessions would be thrown away.
 */
export const noteReach = async (
  provider: ProviderRow,
  outcome: { error: unknown } | { startedAt: Date },
): Promise<void> => {
  const isDown = 'error' in outcome
  const line = isDown ? errorLine(explain(outcome.error)) : ''
  const patch = isDown
    ? {
        unreachableSince: isUnreachable(outcome.error) ? (provider.unreachableSince ?? new Date()) : null,
        state: 'ERRED' as const,
        errorMessage: line,
      }
    : { unreachableSince: null, state: 'OK' as const, errorMessage: '', lastSyncAt: outcome.startedAt }
  const isNews = provider.state !== patch.state || provider.errorMessage !== patch.errorMessage
  await transaction(async () => {
    await db.update(providers).set(patch).where(eq(providers.uuid, provider.uuid))
    if (isNews)
      await noteChange('service-settings', 'updated', { uuid: provider.uuid, customerUuid: provider.customerUuid })
  })
}
