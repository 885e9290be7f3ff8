/** Making the cloud's rules those that are wanted. Neutron's rules never change: what differs goes and comes anew. */
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { type StepContext, StepFailure } from '../../jobs/define.ts'
import { explain } from '../../jobs/explain.ts'
import { noteChange } from '../../live/changes.ts'
import { isConflict, isOpenStackError, isQuota } from '../../openstack/errors.ts'
import type { ServiceClient } from '../../openstack/http.ts'
import {
  createRule,
  deleteRule,
  getSecurityGroup,
  type NewRule,
  type SecurityGroupRule,
} from '../../openstack/neutron/securitygroups.ts'
import { cloudText, tolerateGone } from '../base/neutron.ts'
import { loadRefs, type Refs } from '../base/refs.ts'
import { asSpelt, type RuleColumns, remoteIds, ruleFromCloud, ruleKey, storeRules } from './pull.ts'
import { type SecurityGroupRow, securityGroups } from './table.ts'

/** A rule as jobs carry it. */
export const ruleParams = z.object({
  id: z.int().nullish(),
  ethertype: z.enum(['IPv4', 'IPv6']),
  direction: z.enum(['ingress', 'egress']),
  protocol: z.string(),
  fromPort: z.int().nullable(),
  toPort: z.int().nullable(),
  cidr: z.string(),
  remoteGroupUuid: z.string().nullable(),
  description: z.string(),
})
export type RuleParams = z.infer<typeof ruleParams>

const orNull = (number: number | null) => (number === null || number === -1 ? null : number)

const bodyOf = (groupId: string, rule: RuleParams, remoteId: string | undefined): NewRule => ({
  security_group_id: groupId,
  direction: rule.direction,
  ethertype: rule.ethertype,
  protocol: rule.protocol || null,
  port_range_min: orNull(rule.fromPort),
  port_range_max: orNull(rule.toPort),
  remote_ip_prefix: rule.cidr || null,
  remote_group_id: remoteId ?? null,
  description: cloudText(rule.description),
})

const remoteBackendIds = async (rules: readonly RuleParams[]): Promise<Map<string, string>> => {
  const uuids = [...new Set(rules.flatMap((rule) => rule.remoteGroupUuid ?? []))]
  if (uuids.length === 0) return new Map()
  const rows = await db.select().from(securityGroups).where(inArray(securityGroups.uuid, uuids))
  return new Map(rows.map((row) => [row.uuid, row.backendId]))
}

/** The group's rules in the cloud, and which rows their remote groups are. */
export const readRules = async (
  neutron: ServiceClient,
  row: Pick<SecurityGroupRow, 'backendId' | 'settingsUuid'>,
): Promise<{ rules: SecurityGroupRule[]; refs: Refs }> => {
  const { security_group_rules: rules } = await getSecurityGroup(neutron, row.backendId)
  return { rules, refs: await loadRefs(row.settingsUuid, { securityGroup: remoteIds(rules) }) }
}

const textKey = (rule: Pick<RuleColumns, 'description'>) => cloudText(rule.description)

// biome-ignore lint/suspicious/noExplicitAny: jobs of any parameters push rules
type Context = StepContext<SecurityGroupRow, any>

/**
 * Removes what is not wanted (unless `keep`), creates what is missing, and writes our rows as the cloud then has them. May
 * be interrupted anywhere: it compares anew each time.
 */
export const pushRules = async (
  context: Context,
  wanted: readonly RuleParams[],
  { keep }: { keep: boolean },
): Promise<void> => {
  const { row } = context
  const { neutron } = await context.cloud()
  const { rules, refs } = await readRules(neutron, row)
  const wantedBy = new Map(wanted.map((rule) => [ruleKey(rule), rule]))
  const standing = new Set<string>()
  for (const rule of rules) {
    const columns = ruleFromCloud(rule, refs)
    const key = ruleKey(columns)
    const twin = wantedBy.get(key)
    const stays = twin ? textKey(twin) === columns.description && !standing.has(key) : keep
    if (stays) standing.add(key)
    else await tolerateGone(deleteRule(neutron, rule.id))
  }
  const remote = await remoteBackendIds(wanted)
  for (const [key, rule] of wantedBy) {
    if (standing.has(key)) continue
    const body = bodyOf(row.backendId, rule, rule.remoteGroupUuid ? remote.get(rule.remoteGroupUuid) : undefined)
    try {
      await createRule(neutron, body)
    } catch (error) {
      // A twin: an earlier call of ours whose answer never came.
      if (isConflict(error) && !isQuota(error)) continue
      if (!isOpenStackError(error) || error.retryable) throw error
      // Which of the rules it was: the editor marks its row.
      const { message, detail } = explain(error)
      throw new StepFailure(message, { ...detail, rule_index: wanted.indexOf(rule) }, { cause: error })
    }
  }
  await storeFromCloud(context, wanted)
}

/** Rows keep the numbers that the caller knows, and the whole of a description that Neutron took only a part of. */
const storeFromCloud = async ({ row, write, cloud }: Context, wanted: readonly RuleParams[]) => {
  const { rules, refs } = await readRules((await cloud()).neutron, row)
  const own = new Map(wanted.map((rule) => [ruleKey(rule), rule]))
  const columns = rules.map((rule) => {
    const translated = ruleFromCloud(rule, refs)
    const twin = own.get(ruleKey(translated))
    return twin ? { ...asSpelt(translated, twin), description: twin.description } : translated
  })
  await write(async () => {
    await storeRules(row.uuid, columns)
    await noteChange('openstack-security-groups', 'updated', row)
  })
}
