/** What may be asked of an instance, and when (contract 2.4, 3.3, 4.4). */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { actionFor, type Call } from '../../api/define.ts'
import { permission } from '../../api/rules.ts'
import { tenantCloud } from '../../clouds.ts'
import { assertConsoleAllowed, consoleAccess } from '../../console/access.ts'
import { fieldError } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { createConsole } from '../../openstack/nova/consoles.ts'
import { getConsoleOutput } from '../../openstack/nova/servers.ts'
import { sumDeltas } from '../../quotas/reserve.ts'
import { authorOf, commonActions } from '../base/actions.ts'
import { assertEnabled } from '../base/enabled.ts'
import { terminateObject } from '../base/ordering.ts'
import type { FlavorRow } from '../flavor/table.ts'
import { providers } from '../provider/table.ts'
import type { SecurityGroupRow } from '../security-group/table.ts'
import { changeFlavorInput, consoleLogQuery, instanceUpdateInput, restartInput, securityGroupsInput } from './input.ts'
import {
  changeFlavorJob,
  pullInstanceJob,
  restartInstanceJob,
  startInstanceJob,
  stopInstanceJob,
  updateInstanceJob,
  updateSecurityGroupsJob,
} from './jobs.ts'
import { dropParts, partsOf, setInstanceGroups } from './parts.ts'
import { flavorDelta } from './quota.ts'
import { guards } from './rules.ts'
import { type InstanceRow, instanceSecurityGroups, instances } from './table.ts'

const action = actionFor(instances)
const managePower = permission('OPENSTACK_INSTANCE.MANAGE_POWER')
const manage = permission('OPENSTACK_INSTANCE.MANAGE')
const consoleUrl = async ({ row, call }: { row: InstanceRow; call: Call }) => {
  await assertConsoleAllowed(call)
  const [provider] = await db.select().from(providers).where(eq(providers.uuid, row.settingsUuid))
  const { nova } = await tenantCloud(row.tenantUuid)
  const kind = provider.options.console_type === 'serial' ? 'serial' : 'novnc'
  const made = await createConsole(nova, row.backendId, kind)
  const url = new URL(made.url)
  if (provider.options.console_domain_override) url.host = provider.options.console_domain_override
  await recordEvent({
    type: 'resource_console_succeeded',
    message: `The console of ${row.name} has been requested.`,
    author: authorOf(call.actor),
    about: { ...row, type: 'openstack-instances' },
  })
  return { status: 200, body: { url: url.href } }
}

const consoleAction = (method: 'GET' | 'POST') =>
  action({
    summary: 'Address of the graphical console at the cloud',
    description: 'For scripts. Pages use a console ticket and never see this address.',
    method,
    path: 'console',
    rule: consoleAccess,
    states: ['OK'],
    guards: guards.console,
    cloudError: 'list',
    output: z.object({ url: z.string() }),
    handle: consoleUrl,
  })

export const instanceActions = {
  ...commonActions({
    table: instances,
    path: 'openstack-instances',
    pull: pullInstanceJob,
    remove: async (row) => {
      await dropParts(await partsOf(row.uuid))
      await db.delete(instanceSecurityGroups).where(eq(instanceSecurityGroups.instanceUuid, row.uuid))
    },
  }),
  start: action({
    summary: 'Start the instance',
    rule: managePower,
    states: ['OK'],
    runtimeStates: ['SHUTOFF'],
    runtimeRefusal: { ACTIVE: 'Instance is already active.' },
    label: 'Start',
    job: startInstanceJob,
  }),
  stop: action({
    summary: 'Stop the instance',
    rule: managePower,
    states: ['OK'],
    runtimeStates: ['ACTIVE'],
    runtimeRefusal: { SHUTOFF: 'Instance is already stopped.' },
    label: 'Stop',
    job: stopInstanceJob,
  }),
  restart: action({
    summary: 'Restart the instance',
    rule: managePower,
    states: ['OK'],
    runtimeStates: ['ACTIVE'],
    runtimeRefusal: { SHUTOFF: 'Please start instance first.' },
    label: 'Restart',
    input: restartInput,
    job: restartInstanceJob,
    plan: ({ input }) => ({ params: { type: input.type } }),
  }),
  change_flavor: action({
    summary: 'Change the flavor of a stopped instance',
    rule: manage,
    states: ['OK'],
    runtimeStates: ['SHUTOFF'],
    runtimeRefusal: { ACTIVE: 'Please stop the instance before its flavor change.' },
    label: 'Change flavor',
    input: changeFlavorInput,
    job: changeFlavorJob,
    plan: async ({ row, input, call }) => {
      const flavor = await call.resolve<FlavorRow>('openstack-flavors', input.flavor, 'flavor')
      await assertEnabled(row.tenantUuid, flavor.uuid, 'flavor')
      if (flavor.name === row.flavorName) throw fieldError('flavor', 'New flavor is the same as current.')
      const old = {
        cores: row.cores,
        ramMib: row.ramMib,
        flavorName: row.flavorName,
        flavorDiskMib: row.flavorDiskMib,
        flavorBackendId: row.flavorBackendId,
      }
      const shrink = Object.fromEntries(Object.entries(flavorDelta(row)).map(([name, amount]) => [name, -amount]))
      return {
        patch: {
          cores: flavor.cores,
          ramMib: flavor.ramMib,
          flavorName: flavor.name,
          flavorDiskMib: flavor.diskMib,
          flavorBackendId: flavor.backendId,
        },
        params: { flavorId: flavor.backendId, flavorName: flavor.name, old },
        quota: sumDeltas(flavorDelta(flavor), shrink),
        context: { old_flavor_name: old.flavorName, new_flavor_name: flavor.name },
      }
    },
  }),
  update_security_groups: action({
    summary: 'Replace the security groups',
    rule: manage,
    states: ['OK'],
    guards: guards.update_security_groups,
    label: 'Update security groups',
    input: securityGroupsInput,
    job: updateSecurityGroupsJob,
    plan: async ({ row, input, call }) => {
      const groups: SecurityGroupRow[] = []
      for (const link of input.security_groups) {
        const group = await call.resolve<SecurityGroupRow>('openstack-security-groups', link, 'security_groups')
        if (group.tenantUuid !== row.tenantUuid)
          throw fieldError('security_groups', 'The group belongs to another tenant.')
        groups.push(group)
      }
      await setInstanceGroups(
        row.uuid,
        groups.map(({ uuid }) => uuid),
      )
      return {
        params: { groupIds: groups.map(({ backendId }) => backendId) },
        context: { security_groups: groups.map(({ name }) => name) },
      }
    },
    answer: { status: 202, body: { status: 'security groups update was scheduled' } },
  }),
  console: consoleAction('GET'),
  console_post: consoleAction('POST'),
  console_log: action({
    summary: "The guest's console log",
    method: 'GET',
    rule: consoleAccess,
    guards: guards.console_log,
    cloudError: 'list',
    input: consoleLogQuery,
    output: z.string(),
    handle: async ({ row, input, call }) => {
      await assertConsoleAllowed(call)
      const { nova } = await tenantCloud(row.tenantUuid)
      return { status: 200, body: await getConsoleOutput(nova, row.backendId, input.length) }
    },
  }),
  ports: action({
    summary: 'Ports of the instance',
    method: 'GET',
    handle: async ({ row, call }) => {
      const shown = (await call.render('openstack-instances', row.uuid)) as { ports: unknown[] } | null
      return { status: 200, body: shown?.ports ?? [] }
    },
  }),
  floating_ips: action({
    summary: 'Floating addresses of the instance',
    method: 'GET',
    handle: async ({ row, call }) => {
      const shown = (await call.render('openstack-instances', row.uuid)) as { floating_ips: unknown[] } | null
      return { status: 200, body: shown?.floating_ips ?? [] }
    },
  }),
}

export const updateInstance = action({
  summary: 'Rename or describe the instance',
  states: ['OK'],
  input: instanceUpdateInput,
  label: 'Update',
  event: 'resource_update',
  job: updateInstanceJob,
  plan: ({ input, row }) => ({
    patch: input,
    context: { old_name: row.name, new_name: input.name ?? row.name },
  }),
})

/** The brief's DELETE: a Terminate order. */
export const destroyInstance = action({
  summary: 'Delete the instance (a Terminate order)',
  rule: permission('RESOURCE.TERMINATE'),
  states: ['OK', 'ERRED'],
  handle: async ({ row, call }) => {
    const flag = (name: string) => !['false', '0', 'False'].includes(call.query.get(name) ?? 'true')
    return terminateObject(call, row.uuid, 'Instance', {
      delete_volumes: flag('delete_volumes'),
      release_floating_ips: flag('release_floating_ips'),
    })
  },
})
