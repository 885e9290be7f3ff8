/** Security groups and their rules as sync meets them. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { recordEvent, SYSTEM } from '../../events/record.ts'
import { deleteSecurityGroup, getSecurityGroup, type SecurityGroup } from '../../openstack/neutron/securitygroups.ts'
import { parseTime } from '../../openstack/time.ts'
import { syncOf } from '../../sync/define.ts'
import { uuidOfMark } from '../base/marks.ts'
import { loadRefs, type Refs } from '../base/refs.ts'
import { instanceSecurityGroups } from '../instance/table.ts'
import { portSecurityGroups } from '../port/table.ts'
import { diffRules } from './diff.ts'
import { type RuleColumns, remoteIds, rulesOf, securityGroupPull } from './pull.ts'
import { type SecurityGroupRow, type SecurityGroupRuleRow, securityGroupRules, securityGroups } from './table.ts'

type Context = {
  refs: Refs
  rules: ReadonlyMap<string, SecurityGroupRuleRow[]>
  names: Map<string, string>
}

const textOf = (rule: RuleColumns) =>
  JSON.stringify([
    rule.backendId,
    rule.ethertype,
    rule.direction,
    rule.protocol,
    rule.fromPort,
    rule.toPort,
    rule.cidr,
    rule.remoteGroupUuid,
    rule.description,
  ])
const isSame = (a: readonly RuleColumns[], b: readonly RuleColumns[]) =>
  a.length === b.length && a.map(textOf).sort().join() === b.map(textOf).sort().join()

export const securityGroupSync = syncOf<SecurityGroupRow, SecurityGroup, Context>({
  kind: 'security_group',
  group: 'subresources',
  rank: 40,
  list: (session, since) => (since ? undefined : securityGroupPull.list(session)),
  get: ({ neutron }, id) => getSecurityGroup(neutron, id),
  remove: ({ neutron }, id) => deleteSecurityGroup(neutron, id),
  id: ({ id }) => id,
  project: ({ project_id }) => project_id,
  mark: ({ description }) => uuidOfMark(description),
  createdAt: ({ created_at }) => parseTime(created_at),
  words: ({ name, security_group_rules }) => `${name} (${security_group_rules.length} rules)`,
  prepare: async (settingsUuid) => {
    const groups = await db
      .select({ uuid: securityGroups.uuid, name: securityGroups.name })
      .from(securityGroups)
      .where(eq(securityGroups.settingsUuid, settingsUuid))
    return {
      refs: await loadRefs(settingsUuid, { securityGroup: 'all' }),
      rules: await rulesOf(groups.map(({ uuid }) => uuid)),
      names: new Map(groups.map(({ uuid, name }) => [uuid, name])),
    }
  },
  columns: (group, _, row) => securityGroupPull.columnsFromCloud(group, row),
  follow: (group, { refs, rules, names }, row) => {
    const before = rules.get(row.uuid) ?? []
    const all = group.security_group_rules
    if (
      isSame(
        before,
        all.map((rule) => securityGroupPull.ruleFromCloud(rule, refs)),
      )
    )
      return undefined
    return {
      write: async () => {
        // The groups that rules name may have become rows a moment ago.
        const now = await loadRefs(row.settingsUuid, { securityGroup: remoteIds(all) })
        const wanted = all.map((rule) => securityGroupPull.ruleFromCloud(rule, now))
        await securityGroupPull.storeRules(row.uuid, wanted)
        if (!names.has(row.uuid)) return // imported, which has an entry of its own
        const diff = diffRules(before, wanted, names)
        const counts = {
          added_count: diff.added_rules.length,
          removed_count: diff.removed_rules.length,
          modified_count: diff.modified_rules.length,
        }
        if (Object.values(counts).every((count) => count === 0)) return
        await recordEvent({
          type: 'openstack_security_group_rules_changed',
          message: `The rules of ${row.name} have changed in the cloud.`,
          author: SYSTEM,
          about: { ...row, type: securityGroupPull.collection },
          context: { ...diff, ...counts, trigger: 'pull' },
        })
      },
    }
  },
  drop: async ({ uuid }) => {
    await db.delete(securityGroupRules).where(eq(securityGroupRules.securityGroupUuid, uuid))
    await db.delete(portSecurityGroups).where(eq(portSecurityGroups.securityGroupUuid, uuid))
    await db.delete(instanceSecurityGroups).where(eq(instanceSecurityGroups.securityGroupUuid, uuid))
  },
  isImported: true,
})
