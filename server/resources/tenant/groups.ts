/** Security groups of a new tenant, and the `default` one that the cloud makes by itself. */
import { and, eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { newUuid } from '../../ids.ts'
import { noteChange } from '../../live/changes.ts'
import { isConflict } from '../../openstack/errors.ts'
import { collect } from '../../openstack/http.ts'
import {
  type SecurityGroupRule as CloudRule,
  createRule,
  createSecurityGroup,
  deleteSecurityGroup,
  findSecurityGroupsByDescription,
  listRules,
  listSecurityGroups,
  updateSecurityGroup,
} from '../../openstack/neutron/securitygroups.ts'
import { descriptionMark } from '../base/marks.ts'
import { cloudText } from '../base/neutron.ts'
import { type SecurityGroupRuleRow, securityGroupRules, securityGroups } from '../security-group/table.ts'
import { childDone, childUndone, placed, writeRules } from './child-rows.ts'
import type { CreateContext } from './create-job.ts'

const PATH = 'openstack-security-groups'
const keyOf = (uuid: string) => `security_group:${uuid}`

/** -1 stands for "any", which Neutron spells as null. */
const bound = (port: number | null) => (port === null || port < 0 ? null : port)

const asCloudRule = (rule: SecurityGroupRuleRow, groupId: string) => ({
  security_group_id: groupId,
  direction: rule.direction,
  ethertype: rule.ethertype,
  protocol: rule.protocol || null,
  port_range_min: bound(rule.fromPort),
  port_range_max: bound(rule.toPort),
  remote_ip_prefix: rule.cidr || null,
  description: cloudText(rule.description),
})

const WHERE_ANY = ['0.0.0.0/0', '::/0']
const prefixOf = (prefix: string | null) => (prefix && WHERE_ANY.includes(prefix) ? null : prefix)
const isTwin = (cloud: CloudRule, rule: ReturnType<typeof asCloudRule>) =>
  cloud.direction === rule.direction &&
  cloud.ethertype === rule.ethertype &&
  cloud.protocol === rule.protocol &&
  cloud.port_range_min === rule.port_range_min &&
  cloud.port_range_max === rule.port_range_max &&
  prefixOf(cloud.remote_ip_prefix) === prefixOf(rule.remote_ip_prefix) &&
  cloud.remote_group_id === null

/** Makes the rules that the group lacks in the cloud. Neutron refuses a twin: one that an earlier run made is taken over. */
const makeRules = async ({ cloud, write }: CreateContext, groupUuid: string, groupId: string): Promise<void> => {
  const { neutron } = await cloud()
  const rows = await db
    .select()
    .from(securityGroupRules)
    .where(and(eq(securityGroupRules.securityGroupUuid, groupUuid), eq(securityGroupRules.backendId, '')))
  for (const row of rows) {
    const wanted = asCloudRule(row, groupId)
    const { id } = await createRule(neutron, wanted).catch(async (error: unknown) => {
      if (!isConflict(error)) throw error
      const twin = (await collect(listRules(neutron, { security_group_id: groupId }))).find((rule) =>
        isTwin(rule, wanted),
      )
      if (!twin) throw error
      return twin
    })
    await write(async () => {
      await db.update(securityGroupRules).set({ backendId: id }).where(eq(securityGroupRules.id, row.id))
    })
  }
}

export const makeGroups = async (context: CreateContext): Promise<void> => {
  const { neutron } = await context.cloud()
  for (const { uuid, name } of context.params.groups) {
    const mark = descriptionMark(uuid)
    const id = await context.once(keyOf(uuid), {
      find: async () => (await findSecurityGroupsByDescription(neutron, mark))[0],
      create: () => createSecurityGroup(neutron, { name, description: mark }),
      save: async (group) => {
        await db.update(securityGroups).set({ backendId: group.id }).where(eq(securityGroups.uuid, uuid))
      },
    })
    await makeRules(context, uuid, id)
    await context.write(() => childDone(securityGroups, PATH, context.row, uuid, {}))
  }
}

export const unmakeGroups = async (context: CreateContext): Promise<void> => {
  const { neutron } = await context.cloud()
  for (const { uuid } of context.params.groups) {
    await context.unmake(keyOf(uuid), {
      find: async () => (await findSecurityGroupsByDescription(neutron, descriptionMark(uuid)))[0],
      remove: (id) => deleteSecurityGroup(neutron, id),
    })
    await context.write(async () => {
      await db.update(securityGroupRules).set({ backendId: '' }).where(eq(securityGroupRules.securityGroupUuid, uuid))
      await childUndone(securityGroups, PATH, context.row, uuid)
    })
  }
}

/** Puts people's texts in the place of the marks. */
export const describeGroups = async ({ cloud, params, recall }: CreateContext): Promise<void> => {
  const { neutron } = await cloud()
  await Promise.all(
    params.groups.map(async ({ uuid, description }) => {
      const id = recall<{ id?: string }>(keyOf(uuid))?.id
      if (id) await updateSecurityGroup(neutron, id, { description: cloudText(description) })
    }),
  )
}

const ruleColumns = (rule: CloudRule) => ({
  backendId: rule.id,
  ethertype: rule.ethertype ?? ('IPv4' as const),
  direction: rule.direction,
  protocol: rule.protocol ?? '',
  fromPort: rule.port_range_min ?? -1,
  toPort: rule.port_range_max ?? -1,
  cidr: rule.remote_ip_prefix ?? '',
  description: rule.description ?? '',
})

/** Takes over the groups that the cloud made by itself (`default`), and the egress rules it gave to ours. */
export const adoptGroups = async ({ cloud, row: tenant, write }: CreateContext): Promise<void> => {
  const { neutron } = await cloud()
  const standing = await collect(listSecurityGroups(neutron, { project_id: tenant.backendId }))
  await write(async () => {
    for (const group of standing) {
      const [known] = await db
        .select()
        .from(securityGroups)
        .where(and(eq(securityGroups.tenantUuid, tenant.uuid), eq(securityGroups.backendId, group.id)))
      let uuid = known?.uuid
      if (!uuid) {
        uuid = newUuid()
        await db.insert(securityGroups).values({
          ...placed(tenant),
          uuid,
          name: group.name,
          description: group.description,
          state: 'OK',
          backendId: group.id,
          confirmedAt: new Date(),
        })
        await noteChange(PATH, 'created', { ...placed(tenant), uuid })
      }
      const rows = await db.select().from(securityGroupRules).where(eq(securityGroupRules.securityGroupUuid, uuid))
      const own = group.id
      const fresh = group.security_group_rules.filter((rule) => !rows.some((row) => row.backendId === rule.id))
      await writeRules(
        uuid,
        // A rule that names its own group lets the members of the group in.
        fresh.map((rule) => ({ ...ruleColumns(rule), remoteGroupUuid: rule.remote_group_id === own ? uuid : null })),
      )
    }
  })
}
