/** Neutron security groups and rules. Reference: Network API v2.0, "Security groups" and "Security group rules". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const Rule = z.object({
  id: z.string(),
  security_group_id: z.string(),
  direction: z.enum(['ingress', 'egress']),
  ethertype: z.enum(['IPv4', 'IPv6']).nullable(),
  protocol: z.string().nullable(), // null: any; a name or a number as text
  port_range_min: z.int().nullable(), // of icmp the type
  port_range_max: z.int().nullable(), // of icmp the code
  remote_ip_prefix: z.string().nullable(), // null: anywhere
  remote_group_id: z.string().nullable(),
  description: z.string().nullish(),
})
export type SecurityGroupRule = z.infer<typeof Rule>

const SecurityGroup = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().default(''),
  project_id: z.string(),
  stateful: z.boolean().default(true),
  security_group_rules: z.array(Rule),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
})
export type SecurityGroup = z.infer<typeof SecurityGroup>
const One = z.object({ security_group: SecurityGroup })

/**
 * Groups with their rules. An admin sees all projects' groups. Listing as a project's member makes its `default` group
 * if there is none yet (neutron/db/securitygroups_db.py, _ensure_default_security_group).
 */
export const listSecurityGroups = (neutron: ServiceClient, query: Query = {}) =>
  neutron.list('/security-groups', 'security_groups', SecurityGroup, { query })

export const findSecurityGroupsByDescription = (neutron: ServiceClient, description: string) =>
  collect(listSecurityGroups(neutron, { description }))

export const getSecurityGroup = async (neutron: ServiceClient, id: string) =>
  (await neutron.get(['security-groups', id], One)).security_group

export type SecurityGroupChange = { name?: string; description?: string }

/** Neutron adds two egress rules of its own, one per ethertype. @throws OpenStackError 409 `quota` */
export const createSecurityGroup = async (
  neutron: ServiceClient,
  group: SecurityGroupChange & { name: string; project_id?: string },
) => (await neutron.post('/security-groups', One, { body: { security_group: group } })).security_group

/** @throws OpenStackError 409 for renaming `default` */
export const updateSecurityGroup = async (neutron: ServiceClient, id: string, group: SecurityGroupChange) =>
  (await neutron.put(['security-groups', id], One, { body: { security_group: group }, safe: true })).security_group

/** @throws OpenStackError 409 `SecurityGroupInUse` while a port has it */
export const deleteSecurityGroup = (neutron: ServiceClient, id: string) => neutron.delete(['security-groups', id])

export type NewRule = {
  security_group_id: string
  direction: 'ingress' | 'egress'
  ethertype: 'IPv4' | 'IPv6'
  protocol?: string | null
  port_range_min?: number | null
  port_range_max?: number | null
  remote_ip_prefix?: string | null
  remote_group_id?: string | null
  description?: string
  project_id?: string
}

/** @throws OpenStackError 409 `SecurityGroupRuleExists` for a twin, with its id in the sentence; 409 `quota` */
export const createRule = async (neutron: ServiceClient, rule: NewRule) =>
  (
    await neutron.post('/security-group-rules', z.object({ security_group_rule: Rule }), {
      body: { security_group_rule: rule },
    })
  ).security_group_rule

/** Query: `security_group_id`, `project_id`, … */
export const listRules = (neutron: ServiceClient, query: Query = {}) =>
  neutron.list('/security-group-rules', 'security_group_rules', Rule, { query })

export const deleteRule = (neutron: ServiceClient, id: string) => neutron.delete(['security-group-rules', id])
