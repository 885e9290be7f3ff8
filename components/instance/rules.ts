/** Rules of security groups as people read them: merged over groups, twins once, in words. */
import type { Objects } from '../api/schema.gen.ts'
import type { Translate } from '../i18n/core.ts'

type GroupRule = Objects['openstack-security-groups']['rules'][number]
/** What a rule says, wherever it is nested. */
export type Rule = Pick<GroupRule, 'ethertype' | 'direction' | 'protocol' | 'from_port' | 'to_port' | 'cidr'> & {
  remote_group_name?: string
  remote_group_uuid?: string
}
export type MergedRule = Rule & { key: string; groups: string[] }

const keyOf = (rule: Rule) =>
  [
    rule.direction,
    rule.ethertype,
    rule.protocol,
    rule.from_port,
    rule.to_port,
    rule.cidr,
    rule.remote_group_uuid,
  ].join()

/** The rules of all groups; one that several have is listed once, with their names. */
export const mergeRules = (groups: readonly { name: string; rules: readonly Rule[] }[]): MergedRule[] => {
  const merged = new Map<string, MergedRule>()
  for (const { name, rules } of groups)
    for (const rule of rules) {
      const key = keyOf(rule)
      const known = merged.get(key)
      if (!known) merged.set(key, { ...rule, key, groups: [name] })
      else if (!known.groups.includes(name)) known.groups.push(name)
    }
  return [...merged.values()].sort(
    (a, b) =>
      (a.direction === b.direction ? 0 : a.direction === 'ingress' ? -1 : 1) ||
      (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : 0) ||
      (a.from_port ?? 0) - (b.from_port ?? 0),
  )
}

const isAny = (port: number | null) => port === null || port === -1

/** "22", "8000–8100", "" for any. */
export const portsOf = ({ from_port, to_port }: Rule): string =>
  isAny(from_port) ? '' : from_port === to_port || isAny(to_port) ? String(from_port) : `${from_port}–${to_port}`

const EVERYWHERE = ['0.0.0.0/0', '::/0', null, '']

/** The other side: a group, a network, or anywhere. */
export const whereOf = (rule: Rule, t: Translate): string =>
  rule.remote_group_uuid || rule.remote_group_name
    ? t('instances.members', { group: rule.remote_group_name || rule.remote_group_uuid })
    : EVERYWHERE.includes(rule.cidr)
      ? t('instances.anywhere')
      : String(rule.cidr)

/** "TCP 22 from anywhere" */
export const ruleWords = (rule: Rule, t: Translate): string => {
  const what =
    rule.protocol === ''
      ? t('instances.ruleAll')
      : [rule.protocol.toUpperCase(), rule.protocol === 'icmp' ? '' : portsOf(rule)].filter(Boolean).join(' ')
  return t('instances.ruleIn', { what, where: whereOf(rule, t) })
}

/** What may come in, in words, each sentence once. */
export const openings = (rules: readonly Rule[], t: Translate): string[] => [
  ...new Set(rules.filter(({ direction }) => direction === 'ingress').map((rule) => ruleWords(rule, t))),
]

/** Whether a TCP port is let in from some network, other groups aside. */
export const letsIn = (rules: readonly Rule[], port: number): boolean =>
  rules.some(
    (rule) =>
      rule.direction === 'ingress' &&
      !rule.remote_group_uuid &&
      ['tcp', ''].includes(rule.protocol) &&
      (isAny(rule.from_port) || (Number(rule.from_port) <= port && port <= Number(rule.to_port ?? rule.from_port))),
  )
