/** Public JSON of security groups (openapi `OpenStackSecurityGroup`). */
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { byUuid, childFields, childSchema } from '../base/present.ts'
import { rulesOf } from './pull.ts'
import { type SecurityGroupRow, type SecurityGroupRuleRow, securityGroups } from './table.ts'

export const ruleSchema = z
  .object({
    id: z.int(),
    ethertype: z.enum(['IPv4', 'IPv6']),
    direction: z.enum(['ingress', 'egress']),
    protocol: z.string().meta({ description: 'Empty for any.' }),
    from_port: z.int().nullable().meta({ description: 'Of icmp the type; -1 for any.' }),
    to_port: z.int().nullable().meta({ description: 'Of icmp the code; -1 for any.' }),
    cidr: z.string().nullable(),
    description: z.string(),
    remote_group: z.url().nullable(),
    // Left out where there is none: clients read them as text that is never null.
    remote_group_name: z.string().optional(),
    remote_group_uuid: z.string().optional(),
  })
  .meta({ id: 'OpenStackSecurityGroupRuleCreate' })
export type RuleJson = z.infer<typeof ruleSchema>

export const securityGroupSchema = childSchema
  .extend({ rules: z.array(ruleSchema) })
  .meta({ id: 'OpenStackSecurityGroup' })
export type SecurityGroupJson = z.infer<typeof securityGroupSchema>

const presentRule = (rule: SecurityGroupRuleRow, nameOf: Map<string, { name: string }>, view: View): RuleJson => ({
  id: rule.id,
  ethertype: rule.ethertype,
  direction: rule.direction,
  protocol: rule.protocol,
  from_port: rule.fromPort,
  to_port: rule.toPort,
  cidr: rule.cidr || null,
  description: rule.description,
  remote_group: rule.remoteGroupUuid && view.link('openstack-security-groups', rule.remoteGroupUuid),
  ...(rule.remoteGroupUuid && {
    remote_group_name: nameOf.get(rule.remoteGroupUuid)?.name ?? '',
    remote_group_uuid: rule.remoteGroupUuid,
  }),
})

export const presentSecurityGroups = async (rows: SecurityGroupRow[], view: View): Promise<SecurityGroupJson[]> => {
  const [common, rulesByGroup] = await Promise.all([
    childFields(rows, view, { collection: 'openstack-security-groups', resourceType: 'OpenStack.SecurityGroup' }),
    rulesOf(view.wants('rules') ? rows.map((row) => row.uuid) : []),
  ])
  const remote = [...rulesByGroup.values()].flat().map((rule) => rule.remoteGroupUuid)
  const nameOf = await byUuid(remote, (list) =>
    db
      .select({ uuid: securityGroups.uuid, name: securityGroups.name })
      .from(securityGroups)
      .where(inArray(securityGroups.uuid, list)),
  )
  return rows.map((row, index) => ({
    ...common[index],
    rules: (rulesByGroup.get(row.uuid) ?? []).map((rule) => presentRule(rule, nameOf, view)),
  }))
}
