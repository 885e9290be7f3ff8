import { k } from '../../../db/columns.ts'
import { resourceColumns } from '../base/columns.ts'

export const securityGroups = k.table('security_groups', { ...resourceColumns() }, (t) => [
  k.index('security_groups_tenant').on(t.tenantUuid, t.name),
  k.index('security_groups_backend').on(t.backendId),
])
export type SecurityGroupRow = typeof securityGroups.$inferSelect

export const securityGroupRules = k.table(
  'security_group_rules',
  {
    /** The integer `id` that Waldur's clients see; from the counter `security_group_rules`. */
    id: k.int('id').primaryKey(),
    securityGroupUuid: k.text('security_group_uuid').notNull(),
    /** Neutron's id; empty until the cloud has the rule. */
    backendId: k.text('backend_id').notNull().default(''),
    ethertype: k.text('ethertype').$type<'IPv4' | 'IPv6'>().notNull().default('IPv4'),
    direction: k.text('direction').$type<'ingress' | 'egress'>().notNull().default('ingress'),
    /** tcp, udp, icmp, or empty for any. */
    protocol: k.text('protocol').notNull().default(''),
    /** -1 for any; ICMP type. */
    fromPort: k.int('from_port'),
    /** -1 for any; ICMP code. */
    toPort: k.int('to_port'),
    cidr: k.text('cidr').notNull().default(''),
    remoteGroupUuid: k.text('remote_group_uuid'),
    description: k.text('description').notNull().default(''),
  },
  (t) => [k.index('security_group_rules_group').on(t.securityGroupUuid)],
)
export type SecurityGroupRuleRow = typeof securityGroupRules.$inferSelect
