/** How security groups are made, changed and removed. Their rules: `push.ts`. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { jobFor } from '../../jobs/define.ts'
import { noteChange } from '../../live/changes.ts'
import {
  createSecurityGroup,
  deleteSecurityGroup,
  findSecurityGroupsByDescription,
  getSecurityGroup,
  updateSecurityGroup,
} from '../../openstack/neutron/securitygroups.ts'
import type { QuotaDelta } from '../../quotas/reserve.ts'
import { makeSteps, orMissing, removeStep, tellOf, textChange } from '../base/neutron.ts'
import { loadRefs } from '../base/refs.ts'
import { instanceSecurityGroups } from '../instance/table.ts'
import { portSecurityGroups } from '../port/table.ts'
import { tellRules } from './diff.ts'
import { columnsFromCloud, remoteIds, ruleFromCloud, rulesOf, storeRules } from './pull.ts'
import { pushRules, readRules, ruleParams } from './push.ts'
import { type SecurityGroupRow, securityGroupRules, securityGroups } from './table.ts'

const job = jobFor(securityGroups)

const rowsOf = async (uuid: string) => (await rulesOf([uuid])).get(uuid) ?? []

export const createGroupJob = job({
  name: 'security_group.create',
  kind: 'create',
  pulls: ['neutron'],
  params: z.object({ rules: z.array(ruleParams) }),
  steps: [
    ...makeSteps({
      kind: 'security_group',
      table: securityGroups,
      find: findSecurityGroupsByDescription,
      create: (neutron, { row }, description) => createSecurityGroup(neutron, { name: row.name, description }),
      describe: (neutron, id, description) => updateSecurityGroup(neutron, id, { description }),
      remove: deleteSecurityGroup,
      columns: (group, { row }) => columnsFromCloud(group, row),
    }),
    // Neutron has given the group its own two egress rules: they stay, and are shown with the others.
    { name: 'push_rules', run: (context) => pushRules(context, context.params.rules, { keep: true }) },
  ],
  onDone: async (context) => {
    await tellOf(context, 'security_group_created', `Security group ${context.row.name} has been created.`)
    await tellRules(context, [], context.params.rules, 'user_action')
  },
})

const update = textChange('security_group', securityGroups, updateSecurityGroup)
export const updateGroupJob = job({ name: 'security_group.update', kind: 'update', ...update })

export const setRulesJob = job({
  name: 'security_group.set_rules',
  kind: 'update',
  pulls: ['neutron'],
  params: z.object({ rules: z.array(ruleParams), before: z.array(ruleParams) }),
  steps: [
    {
      name: 'push_rules',
      run: (context) => pushRules(context, context.params.rules, { keep: false }),
      undo: (context) => pushRules(context, context.params.before, { keep: false }),
    },
  ],
  onDone: (context) => tellRules(context, context.params.before, context.params.rules, 'user_action'),
})

export const deleteGroupJob = job({
  name: 'security_group.delete',
  kind: 'delete',
  pulls: ['neutron'],
  frees: async ({ row }): Promise<QuotaDelta> =>
    row.backendId
      ? {
          security_group_count: 1,
          security_group_rule_count: (await rowsOf(row.uuid)).filter((rule) => rule.backendId !== '').length,
        }
      : {},
  steps: [removeStep<SecurityGroupRow>('security_group', deleteSecurityGroup)],
  onDone: async (context) => {
    await tellRules(context, await rowsOf(context.row.uuid), [], 'user_action')
    await forgetGroup(context.row)
    await tellOf(context, 'security_group_deleted', `Security group ${context.row.name} has been deleted.`)
  },
})

/** What points at a group that goes: its rules, those of others that name it, and who bears it. In a transaction. */
export const forgetGroup = async ({ uuid }: { uuid: string }): Promise<void> => {
  await db.delete(securityGroupRules).where(eq(securityGroupRules.securityGroupUuid, uuid))
  // Neutron removes the rules of other groups that name this one.
  const others = await db.delete(securityGroupRules).where(eq(securityGroupRules.remoteGroupUuid, uuid)).returning()
  for (const groupUuid of new Set(others.map((rule) => rule.securityGroupUuid))) {
    const [group] = await db.select().from(securityGroups).where(eq(securityGroups.uuid, groupUuid))
    if (group) await noteChange('openstack-security-groups', 'updated', group)
  }
  await db.delete(portSecurityGroups).where(eq(portSecurityGroups.securityGroupUuid, uuid))
  await db.delete(instanceSecurityGroups).where(eq(instanceSecurityGroups.securityGroupUuid, uuid))
}

export const pullGroupJob = job({
  name: 'security_group.pull',
  kind: 'pull',
  steps: [
    {
      name: 'pull',
      run: async (context) => {
        const { row, write, save } = context
        const { neutron } = await context.cloud()
        const group = await orMissing(getSecurityGroup(neutron, row.backendId))
        const refs = await loadRefs(row.settingsUuid, { securityGroup: remoteIds(group.security_group_rules) })
        const wanted = group.security_group_rules.map((rule) => ruleFromCloud(rule, refs))
        await write(async () => {
          const before = await rowsOf(row.uuid)
          await storeRules(row.uuid, wanted)
          await tellRules(context, before, wanted, 'pull')
        })
        await save({ ...columnsFromCloud(group, row), confirmedAt: new Date() })
      },
    },
  ],
  onDone: (context) =>
    tellOf(context, 'security_group_pulled', `Security group ${context.row.name} has been read from the cloud.`),
})

export { readRules }
export const securityGroupJobs = [createGroupJob, updateGroupJob, setRulesJob, deleteGroupJob, pullGroupJob]
