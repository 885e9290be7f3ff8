/** The rows of what a tenant is made with: networks, subnets, routers, ports, groups. They live and end with its job. */
import { and, eq, inArray } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { AnyTable } from '../../api/define.ts'
import { noteChange, takeNumbers } from '../../live/changes.ts'
import { networks } from '../network/table.ts'
import { ports } from '../port/table.ts'
import { routers } from '../router/table.ts'
import { securityGroupRules, securityGroups } from '../security-group/table.ts'
import { subnets } from '../subnet/table.ts'
import type { CreateContext } from './create-job.ts'
import type { TenantRow } from './table.ts'

/** Columns that place a new row in the tenant. */
export const placed = (tenant: TenantRow) => {
  const now = new Date()
  return {
    tenantUuid: tenant.uuid,
    projectUuid: tenant.projectUuid,
    customerUuid: tenant.customerUuid,
    settingsUuid: tenant.settingsUuid,
    createdAt: now,
    modifiedAt: now,
  }
}

const tell = (path: string, operation: 'created' | 'updated' | 'deleted', tenant: TenantRow, uuid: string) =>
  noteChange(path, operation, { ...placed(tenant), uuid })

/** Writes rows with their rules. Rules get the integer ids that clients know them by. */
export const writeRules = async (
  securityGroupUuid: string,
  rules: Omit<typeof securityGroupRules.$inferInsert, 'id' | 'securityGroupUuid'>[],
): Promise<void> => {
  if (rules.length === 0) return
  const last = await takeNumbers('security_group_rules', rules.length)
  await db
    .insert(securityGroupRules)
    .values(rules.map((rule, index) => ({ ...rule, id: last - rules.length + 1 + index, securityGroupUuid })))
}

/** Writes all rows of the tenant's parts; those that stand already stay. In a transaction. */
export const writeChildRows = async ({ row: tenant, params }: CreateContext): Promise<void> => {
  const common = { ...placed(tenant), state: 'CREATING' as const, action: 'Create' }
  const { network, router, groups } = params
  const write = async (table: AnyTable, path: string, values: { uuid: string } & Record<string, unknown>) => {
    const written = await db
      .insert(table)
      .values({ ...common, ...values })
      .onConflictDoNothing()
      .returning()
    if ((written as unknown[]).length > 0) await tell(path, 'created', tenant, values.uuid)
    return (written as unknown[]).length > 0
  }
  if (network) {
    const { uuid, name, mtu, subnetUuid, subnetName, cidr } = network
    await write(networks, 'openstack-networks', { uuid, name, mtu })
    await write(subnets, 'openstack-subnets', {
      uuid: subnetUuid,
      name: subnetName,
      networkUuid: uuid,
      cidr,
      dnsNameservers: params.dnsNameservers,
    })
  }
  if (router) await write(routers, 'openstack-routers', { uuid: router.uuid, name: router.name })
  for (const { uuid, name, description, rules } of groups) {
    const fresh = await write(securityGroups, 'openstack-security-groups', { uuid, name, description })
    if (fresh)
      await writeRules(
        uuid,
        rules.map((rule) => ({
          ethertype: rule.ethertype,
          direction: rule.direction,
          protocol: rule.protocol,
          fromPort: rule.from_port,
          toPort: rule.to_port,
          cidr: rule.cidr ?? '',
          description: rule.description,
        })),
      )
  }
}

/** The cloud has the object now. In a transaction. */
export const childDone = async (
  table: AnyTable,
  path: string,
  tenant: TenantRow,
  uuid: string,
  columns: Record<string, unknown>,
): Promise<void> => {
  const now = new Date()
  await db
    .update(table)
    .set({ state: 'OK', action: '', errorMessage: '', ...columns, confirmedAt: now, modifiedAt: now })
    .where(eq(table.uuid, uuid))
  await tell(path, 'updated', tenant, uuid)
}

/** The cloud no longer has it. In a transaction. */
export const childUndone = async (table: AnyTable, path: string, tenant: TenantRow, uuid: string): Promise<void> => {
  await db
    .update(table)
    .set({ state: 'CREATING', backendId: '', runtimeState: '', modifiedAt: new Date() })
    .where(eq(table.uuid, uuid))
  await tell(path, 'updated', tenant, uuid)
}

const CHILDREN: readonly [AnyTable, string][] = [
  [ports, 'openstack-ports'],
  [routers, 'openstack-routers'],
  [subnets, 'openstack-subnets'],
  [networks, 'openstack-networks'],
  [securityGroups, 'openstack-security-groups'],
]

/** After a creation was undone: rows without an object go, those whose object could not be removed are ERRED. In a transaction. */
export const dropUnmadeRows = async (tenant: TenantRow): Promise<void> => {
  for (const [table, path] of CHILDREN) {
    const rows = (await db.select().from(table).where(eq(table.tenantUuid, tenant.uuid))) as {
      uuid: string
      backendId: string
    }[]
    const gone = rows.filter((row) => !row.backendId).map((row) => row.uuid)
    const left = rows.filter((row) => row.backendId).map((row) => row.uuid)
    if (gone.length > 0) {
      if (table === (securityGroups as AnyTable))
        await db.delete(securityGroupRules).where(inArray(securityGroupRules.securityGroupUuid, gone))
      await db.delete(table).where(inArray(table.uuid, gone))
    }
    if (left.length > 0)
      await db
        .update(table)
        .set({ state: 'ERRED', action: '', errorMessage: 'The tenant could not be created.' })
        .where(and(eq(table.tenantUuid, tenant.uuid), inArray(table.uuid, left)))
    for (const uuid of gone) await tell(path, 'deleted', tenant, uuid)
    for (const uuid of left) await tell(path, 'updated', tenant, uuid)
  }
}
