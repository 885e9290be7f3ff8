/** Between Neutron's security groups and our rows: one translation, used by jobs and sync. */
import { eq, inArray } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { takeNumbers } from '../../live/changes.ts'
import type { CloudSession } from '../../openstack/login.ts'
import {
  listSecurityGroups,
  type SecurityGroup,
  type SecurityGroupRule,
} from '../../openstack/neutron/securitygroups.ts'
import { canonicalAddress } from '../base/addresses.ts'
import { textFromCloud } from '../base/neutron.ts'
import type { Refs } from '../base/refs.ts'
import { type SecurityGroupRow, type SecurityGroupRuleRow, securityGroupRules, securityGroups } from './table.ts'

/** Columns that the cloud decides. Rules are rows of their own: `storeRules`. */
export const columnsFromCloud = (group: SecurityGroup, row?: Pick<SecurityGroupRow, 'description'>) =>
  ({
    name: group.name || group.id,
    description: textFromCloud(group.description, row?.description),
  }) satisfies Partial<SecurityGroupRow>

export type RuleColumns = Omit<SecurityGroupRuleRow, 'id' | 'securityGroupUuid'>

/** Neutron's words for the protocols of ours; others keep their own word and are shown as they are. */
const protocolOf = (rule: SecurityGroupRule) => {
  const protocol = rule.protocol ?? ''
  if (rule.ethertype === 'IPv6' && ['icmpv6', 'ipv6-icmp', '58'].includes(protocol)) return 'icmp'
  return { '1': 'icmp', '6': 'tcp', '17': 'udp', any: '' }[protocol] ?? protocol
}

export const ruleFromCloud = (rule: SecurityGroupRule, refs: Refs): RuleColumns => ({
  backendId: rule.id,
  ethertype: rule.ethertype ?? 'IPv4',
  direction: rule.direction,
  protocol: protocolOf(rule),
  fromPort: rule.port_range_min ?? -1,
  toPort: rule.port_range_max ?? -1,
  cidr: rule.remote_ip_prefix ?? '',
  remoteGroupUuid: refs('securityGroup', rule.remote_group_id) ?? null,
  description: rule.description ?? '',
})

/** The ids of other groups that the rules name: to be looked up before `ruleFromCloud`. */
export const remoteIds = (rules: readonly SecurityGroupRule[]) => rules.map((rule) => rule.remote_group_id)

type Comparable = Pick<
  RuleColumns,
  'ethertype' | 'direction' | 'protocol' | 'fromPort' | 'toPort' | 'cidr' | 'remoteGroupUuid'
>

const ANYWHERE = ['0.0.0.0/0', '::/0']

/** One spelling per CIDR; host bits stay, as they do in Neutron. Empty for anywhere. */
const cidrKey = (cidr: string): string => {
  const [address, prefix] = cidr.split('/')
  const text = prefix === undefined ? canonicalAddress(address) : `${canonicalAddress(address)}/${prefix}`
  return ANYWHERE.includes(text) ? '' : text
}

/** Neutron keeps the whole range of ports of tcp and udp as "any". */
const portsKey = ({ protocol, fromPort, toPort }: Comparable): number[] =>
  ['tcp', 'udp'].includes(protocol) && fromPort === 1 && toPort === 65535 ? [-1, -1] : [fromPort ?? -1, toPort ?? -1]

/** What makes two rules the same for Neutron: all but the description, however spelt. */
export const ruleKey = (rule: Comparable): string =>
  JSON.stringify([
    rule.ethertype,
    rule.direction,
    rule.protocol,
    ...portsKey(rule),
    cidrKey(rule.cidr),
    rule.remoteGroupUuid,
  ])

/** The cloud's word of a rule in the spelling that people chose for the same rule. */
export const asSpelt = <R extends Comparable>(rule: R, ours: Comparable): R =>
  ruleKey(rule) === ruleKey(ours) ? { ...rule, fromPort: ours.fromPort, toPort: ours.toPort, cidr: ours.cidr } : rule

/** Rules of groups, by group, in the order of their making. One query. */
export const rulesOf = async (groupUuids: readonly string[]): Promise<Map<string, SecurityGroupRuleRow[]>> => {
  const found = new Map<string, SecurityGroupRuleRow[]>()
  if (groupUuids.length === 0) return found
  const rows = await db
    .select()
    .from(securityGroupRules)
    .where(inArray(securityGroupRules.securityGroupUuid, [...groupUuids]))
    .orderBy(securityGroupRules.id)
  for (const row of rows) found.set(row.securityGroupUuid, [...(found.get(row.securityGroupUuid) ?? []), row])
  return found
}

/**
 * Makes the group's rows those of `wanted`. A rule keeps its number when its id in the cloud or all that it says is the
 * same. In a transaction. @returns what was added and removed.
 */
export const storeRules = async (
  groupUuid: string,
  wanted: readonly RuleColumns[],
): Promise<{ added: RuleColumns[]; removed: SecurityGroupRuleRow[] }> => {
  const left = (await rulesOf([groupUuid])).get(groupUuid) ?? []
  const added: RuleColumns[] = []
  const take = (test: (row: SecurityGroupRuleRow) => boolean) => {
    const at = left.findIndex(test)
    return at < 0 ? undefined : left.splice(at, 1)[0]
  }
  const pairs = wanted.map((rule) => ({
    rule,
    row: take((row) => rule.backendId !== '' && row.backendId === rule.backendId),
  }))
  for (const { rule, row } of pairs) {
    const known = row ?? take((one) => ruleKey(one) === ruleKey(rule))
    if (!known) {
      added.push(rule)
      continue
    }
    const spelt = asSpelt(rule, known)
    if (JSON.stringify({ ...known, ...spelt }) !== JSON.stringify(known))
      await db.update(securityGroupRules).set(spelt).where(eq(securityGroupRules.id, known.id))
  }
  for (const row of left) await db.delete(securityGroupRules).where(eq(securityGroupRules.id, row.id))
  await insertRules(groupUuid, added)
  return { added, removed: left }
}

/** New rules with numbers of their own. In a transaction. */
export const insertRules = async (groupUuid: string, rules: readonly RuleColumns[]): Promise<void> => {
  if (rules.length === 0) return
  const last = await takeNumbers('security_group_rules', rules.length)
  await db
    .insert(securityGroupRules)
    .values(
      rules.map((rule, index) => ({ ...rule, id: last - rules.length + 1 + index, securityGroupUuid: groupUuid })),
    )
}

export const securityGroupPull = {
  kind: 'security_group',
  collection: 'openstack-security-groups',
  table: securityGroups,
  /** With their rules. */
  list: ({ neutron }: CloudSession) => listSecurityGroups(neutron),
  columnsFromCloud,
  ruleFromCloud,
  storeRules,
}
