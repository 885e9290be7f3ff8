/** Rules of security groups: what is accepted, how sets differ, how rows follow the cloud. */
import { expect, test } from 'vitest'
import { transaction } from '../../../db/client.ts'
import { check } from '../../api/input.ts'
import type { ApiError } from '../../errors.ts'
import { newUuid } from '../../ids.ts'
import type { SecurityGroupRule } from '../../openstack/neutron/securitygroups.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { diffRules } from './diff.ts'
import { newRuleInput, ruleInput, rulesInput } from './input.ts'
import { type RuleColumns, ruleFromCloud, ruleKey, rulesOf, storeRules } from './pull.ts'

openTestDatabase()

const refusals = (rule: Record<string, unknown>) => {
  try {
    check(ruleInput, rule)
    return {}
  } catch (error) {
    return (error as ApiError).fields as Record<string, string[]>
  }
}

const tcp = { protocol: 'tcp', from_port: 80, to_port: 81 }

test.each([
  tcp,
  { ...tcp, from_port: -1, to_port: -1 },
  { ...tcp, from_port: 1, to_port: 65535, ethertype: 'IPv6', cidr: 'fd00::/8' },
  { protocol: 'ICMP', from_port: 8, to_port: 0 },
  { protocol: 'icmp', from_port: -1, to_port: -1 },
  { protocol: '', from_port: -1, to_port: -1, cidr: '10.0.0.7' },
  { ...tcp, direction: 'egress', remote_group: '/api/openstack-security-groups/ab/' },
])('%j is a rule', (rule) => expect(refusals(rule)).toEqual({}))

test.each([
  [{ ...tcp, from_port: null }, { from_port: ['Empty value is not allowed.'] }],
  [{ protocol: 'tcp' }, { from_port: ['Empty value is not allowed.'], to_port: ['Empty value is not allowed.'] }],
  [{ ...tcp, from_port: 82 }, { from_port: ['Must be less than or equal to "to_port".'] }],
  [{ ...tcp, from_port: 0 }, { from_port: ['Must be -1 or between 1 and 65535.'] }],
  [{ ...tcp, from_port: -1 }, { to_port: ['Must be -1 when the other is.'] }],
  [{ ...tcp, to_port: 65536 }, { to_port: ['Ensure this value is less than or equal to 65535.'] }],
  [{ protocol: 'icmp', from_port: 256, to_port: 0 }, { from_port: ['The ICMP type must be between -1 and 255.'] }],
  [{ protocol: 'icmp', from_port: -1, to_port: 0 }, { from_port: ['An ICMP code needs a type.'] }],
  [{ protocol: '', from_port: 22, to_port: -1 }, { from_port: ['Must be -1 when the protocol is any.'] }],
  [{ ...tcp, protocol: 'sctp' }, { protocol: ['Unexpected protocol: tcp, udp, icmp or empty.'] }],
  [{ ...tcp, cidr: 'fd00::/8' }, { cidr: ['Enter a valid IPv4 CIDR.'] }],
  [{ ...tcp, ethertype: 'IPv6', cidr: '10.0.0.0/8' }, { cidr: ['Enter a valid IPv6 CIDR.'] }],
  [{ ...tcp, ethertype: 'IPX' }, { ethertype: ['"IPX" is not a valid choice.'] }],
  [
    { ...tcp, cidr: '10.0.0.0/8', remote_group: 'ab' },
    { remote_group: ['A rule has either a CIDR or a remote security group, not both.'] },
  ],
])('%j is refused', (rule, fields) => expect(refusals(rule)).toEqual(fields))

test('a rule of a new group has no id', () => {
  expect(newRuleInput.safeParse(tcp).success).toBe(true)
  expect(newRuleInput.safeParse({ ...tcp, id: 5 }).success).toBe(false)
})

test('good rules of a list stand as {} beside a bad one', () => {
  expect(() => check(rulesInput, [tcp, { ...tcp, from_port: 0 }])).toThrow()
  try {
    check(rulesInput, [tcp, { ...tcp, from_port: 0 }])
  } catch (error) {
    expect((error as ApiError).fields).toEqual({
      non_field_errors: [{}, { from_port: ['Must be -1 or between 1 and 65535.'] }],
    })
  }
})

const columns = (more: Partial<RuleColumns> = {}): RuleColumns => ({
  backendId: newUuid(),
  ethertype: 'IPv4',
  direction: 'ingress',
  protocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  cidr: '',
  remoteGroupUuid: null,
  description: '',
  ...more,
})

test('anywhere is one thing, however spelt', () => {
  expect(ruleKey(columns({ cidr: '0.0.0.0/0' }))).toBe(ruleKey(columns()))
  expect(ruleKey(columns({ ethertype: 'IPv6', cidr: '::/0' }))).toBe(ruleKey(columns({ ethertype: 'IPv6' })))
  expect(ruleKey(columns({ cidr: 'FD00:0::/8' }))).toBe(ruleKey(columns({ cidr: 'fd00::/8' })))
  expect(ruleKey(columns({ fromPort: 1, toPort: 65535 }))).toBe(ruleKey(columns({ fromPort: -1, toPort: -1 })))
  expect(ruleKey(columns({ cidr: '10.0.0.7/8' }))).not.toBe(ruleKey(columns({ cidr: '10.0.0.0/8' })))
})

test('what people wrote stays as they wrote it while the cloud means the same', async () => {
  const group = newUuid()
  const written = columns({ fromPort: 1, toPort: 65535, cidr: '0.0.0.0/0' })
  const store = (rules: RuleColumns[]) => transaction(() => storeRules(group, rules))
  await store([written])
  await store([{ ...written, fromPort: -1, toPort: -1, cidr: '' }])
  expect((await rulesOf([group])).get(group)).toMatchObject([{ fromPort: 1, toPort: 65535, cidr: '0.0.0.0/0' }])
})

test("the cloud's words for protocols become ours", () => {
  const rule = { id: 'r', security_group_id: 'g', direction: 'ingress', remote_group_id: null } as const
  const cloud = (protocol: string | null, ethertype: 'IPv4' | 'IPv6' = 'IPv4'): SecurityGroupRule => ({
    ...rule,
    ethertype,
    protocol,
    port_range_min: null,
    port_range_max: null,
    remote_ip_prefix: null,
  })
  const translated = (one: SecurityGroupRule) => ruleFromCloud(one, () => undefined).protocol
  expect(translated(cloud('6'))).toBe('tcp')
  expect(translated(cloud(null))).toBe('')
  expect(translated(cloud('ipv6-icmp', 'IPv6'))).toBe('icmp')
  expect(translated(cloud('vrrp'))).toBe('vrrp')
})

test('a diff knows what came, went and changed', () => {
  const [ssh, web] = [
    { ...columns(), id: 1 },
    { ...columns({ fromPort: 80, toPort: 80 }), id: 2 },
  ]
  const diff = diffRules(
    [ssh, web],
    [{ ...ssh, fromPort: 2222, toPort: 2222 }, columns({ protocol: 'udp' })],
    new Map(),
  )
  expect([diff.added_rules.length, diff.removed_rules.length, diff.modified_rules.length]).toEqual([1, 1, 1])
  expect(diff.modified_rules[0]).toMatchObject({ old: { from_port: 22 }, new: { from_port: 2222 } })
  expect(diffRules([ssh, web], [web, ssh], new Map())).toEqual({
    added_rules: [],
    removed_rules: [],
    modified_rules: [],
  })
})

test('rows follow the cloud and keep their numbers', async () => {
  const group = newUuid()
  const [ssh, web] = [columns(), columns({ fromPort: 80, toPort: 80 })]
  const store = (rules: RuleColumns[]) => transaction(() => storeRules(group, rules))
  const rows = async () => (await rulesOf([group])).get(group) ?? []
  expect((await store([ssh, web])).added).toHaveLength(2)
  const before = await rows()
  // Made anew in the cloud: another id there, the same rule here.
  const changes = await store([{ ...ssh, backendId: newUuid() }, columns({ protocol: 'udp' })])
  expect([changes.added.length, changes.removed.map((row) => row.id)]).toEqual([1, [before[1].id]])
  expect((await rows())[0].id).toBe(before[0].id)
  expect((await store((await rows()).map(({ id: _id, securityGroupUuid: _group, ...rule }) => rule))).added).toEqual([])
})
