/** Where portal and cloud disagree, kept as rows until they agree again or somebody decides. */
import { and, eq, inArray, like } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { inBatches } from './compare.ts'
import { type DriftRow, drifts } from './table.ts'

export type Finding = {
  tenantUuid: string | null
  /** The collection and the object: `openstack-instances/ab12…`. */
  subject: string
  portalValue: string
  cloudValue: string
}

export const noteDrift = (drift: Pick<DriftRow, 'uuid' | 'tenantUuid'>, operation: 'created' | 'updated' = 'updated') =>
  noteChange('foyer-drifts', operation, { uuid: drift.uuid, tenantUuid: drift.tenantUuid })

/**
 * Makes the open drifts of one kind and collection those that were found. What was ignored stays so while its values stay;
 * what is found no more is resolved.
 * @returns how many are new.
 */
export const recordDrifts = async (
  settingsUuid: string,
  kind: Exclude<DriftRow['kind'], 'quota_limit'>,
  collection: string,
  findings: readonly Finding[],
): Promise<number> => {
  const now = new Date()
  const known = new Map(
    (
      await db
        .select()
        .from(drifts)
        .where(
          and(eq(drifts.settingsUuid, settingsUuid), eq(drifts.kind, kind), like(drifts.subject, `${collection}/%`)),
        )
    ).map((row) => [row.subject, row]),
  )
  const found = new Set(findings.map(({ subject }) => subject))
  let fresh = 0
  for (const batch of inBatches(findings))
    await transaction(async () => {
      for (const { subject, ...values } of batch) {
        const row = known.get(subject)
        const isSame = row?.portalValue === values.portalValue && row.cloudValue === values.cloudValue
        if (row && row.state !== 'resolved' && isSame) {
          await db.update(drifts).set({ lastSeenAt: now }).where(eq(drifts.uuid, row.uuid))
          continue
        }
        if (!row || row.state === 'resolved') fresh++
        const first = { state: 'new' as const, firstSeenAt: now, resolvedBy: null }
        const [drift] = await db
          .insert(drifts)
          .values({ uuid: newUuid(), settingsUuid, kind, subject, ...values, firstSeenAt: now, lastSeenAt: now })
          .onConflictDoUpdate({
            target: [drifts.settingsUuid, drifts.kind, drifts.subject],
            set: { ...values, lastSeenAt: now, ...(row?.state === 'new' ? {} : first) },
          })
          .returning()
        await noteDrift(drift, row ? 'updated' : 'created')
      }
    })
  const over = [...known.values()].filter((row) => row.state !== 'resolved' && !found.has(row.subject))
  for (const batch of inBatches(over))
    await transaction(async () => {
      const uuids = batch.map(({ uuid }) => uuid)
      await db.update(drifts).set({ state: 'resolved', lastSeenAt: now }).where(inArray(drifts.uuid, uuids))
      for (const drift of batch) await noteDrift(drift)
    })
  return fresh
}
