/** How ports are made, changed and removed. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { invariant } from '../../errors.ts'
import { jobFor, type StepContext } from '../../jobs/define.ts'
import { noteChange } from '../../live/changes.ts'
import {
  createPort,
  deletePort,
  findPortsByDescription,
  getPort,
  type Port,
  type PortChange,
  updatePort,
} from '../../openstack/neutron/ports.ts'
import type { QuotaDelta } from '../../quotas/reserve.ts'
import { makeSteps, orMissing, removeStep, tellOf, textChange } from '../base/neutron.ts'
import { groupUuidsOf, portColumns, refsOfPort, setPortGroups } from '../base/ports.ts'
import { floatingIps } from '../floating-ip/table.ts'
import { networks } from '../network/table.ts'
import { securityGroups } from '../security-group/table.ts'
import { type PortRow, portSecurityGroups, ports } from './table.ts'

const job = jobFor(ports)
// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
type Context = StepContext<PortRow, any>

/** Writes what Neutron says of the port now. */
const store = async ({ row, write, save }: Context, port: Port) => {
  const refs = await refsOfPort(row.settingsUuid, port)
  await write(() => setPortGroups(row.uuid, groupUuidsOf(port, refs)))
  await save({ ...portColumns(port, refs, row), confirmedAt: new Date() })
}

const groupsOf = (portUuid: string) =>
  db
    .select({ uuid: securityGroups.uuid, name: securityGroups.name, backendId: securityGroups.backendId })
    .from(portSecurityGroups)
    .innerJoin(securityGroups, eq(securityGroups.uuid, portSecurityGroups.securityGroupUuid))
    .where(eq(portSecurityGroups.portUuid, portUuid))

const createParams = z.object({
  /** As wished; left out, the cloud chooses. */
  fixedIps: z.array(z.object({ ip_address: z.string().optional(), subnet_id: z.string().optional() })).optional(),
  macAddress: z.string().optional(),
  /** Whether groups were named; else the cloud gives its `default`. */
  groupsGiven: z.boolean(),
})

export const createPortJob = job({
  name: 'port.create',
  kind: 'create',
  pulls: ['neutron'],
  params: createParams,
  steps: makeSteps({
    kind: 'port',
    table: ports,
    find: findPortsByDescription,
    create: async (neutron, { row, params }, description) => {
      const [network] = await db.select().from(networks).where(eq(networks.uuid, row.networkUuid))
      invariant(network?.backendId, `network ${row.networkUuid} is in the cloud`)
      const groups = params.groupsGiven ? await groupsOf(row.uuid) : []
      return createPort(neutron, {
        network_id: network.backendId,
        name: row.name,
        description,
        ...(params.fixedIps && { fixed_ips: params.fixedIps }),
        ...(params.macAddress && { mac_address: params.macAddress }),
        ...(row.portSecurityEnabled !== network.portSecurityEnabled && {
          port_security_enabled: row.portSecurityEnabled,
        }),
        ...((params.groupsGiven || !row.portSecurityEnabled) && {
          security_groups: groups.map((group) => group.backendId),
        }),
        ...(row.allowedAddressPairs.length > 0 && { allowed_address_pairs: row.allowedAddressPairs }),
      })
    },
    describe: (neutron, id, description) => updatePort(neutron, id, { description }),
    remove: deletePort,
    columns: async (port, { row }) => {
      const refs = await refsOfPort(row.settingsUuid, port)
      await setPortGroups(row.uuid, groupUuidsOf(port, refs))
      return portColumns(port, refs, row)
    },
  }),
  onDone: (context) => tellOf(context, 'port_created', `Port ${context.row.name} has been created.`),
})

export const updatePortJob = job({
  name: 'port.update',
  kind: 'update',
  ...textChange('port', ports, updatePort),
})

/** A job that changes some fields of the port in one call. All but one are synchronous. */
const changeJob = <P extends Record<string, unknown>>(
  name: string,
  params: z.ZodType<P>,
  change: (context: StepContext<PortRow, P>) => PortChange | Promise<PortChange>,
  tell: (context: StepContext<PortRow, P>) => Promise<void>,
  more: { afterFailure?: 'OK' } = { afterFailure: 'OK' },
) =>
  job<P>({
    name: `port.${name}`,
    kind: 'update',
    params,
    ...more,
    steps: [
      {
        name,
        run: async (context) => {
          const { neutron } = await context.cloud()
          await store(context, await updatePort(neutron, context.row.backendId, await change(context)))
        },
      },
    ],
    onDone: tell,
  })

export const setAdminStateJob = changeJob(
  'set_admin_state',
  z.object({ up: z.boolean() }),
  ({ params }) => ({ admin_state_up: params.up }),
  (context) => {
    const word = context.params.up ? 'enabled' : 'disabled'
    return tellOf(context, 'port_updated', `Port ${context.row.name} has been ${word}.`, {
      admin_state_up: context.params.up,
    })
  },
)

export const setPortSecurityJob = changeJob(
  'set_port_security',
  z.object({ enabled: z.boolean() }),
  // Neutron takes security off only together with the groups.
  ({ params }) => ({ port_security_enabled: params.enabled, ...(!params.enabled && { security_groups: [] }) }),
  (context) => {
    const word = context.params.enabled ? 'enabled' : 'disabled'
    return tellOf(context, `port_security_${word}`, `Port security of ${context.row.name} has been ${word}.`)
  },
)

export const updatePortIpJob = changeJob(
  'update_port_ip',
  z.object({ subnetId: z.string(), address: z.string(), before: z.array(z.string()) }),
  ({ params }) => ({ fixed_ips: [{ subnet_id: params.subnetId, ip_address: params.address }] }),
  (context) =>
    tellOf(context, 'port_updated', `The address of port ${context.row.name} is ${context.params.address}.`, {
      old_ip_addresses: context.params.before,
      new_ip_addresses: [context.params.address],
    }),
)

const named = z.array(z.object({ uuid: z.string(), name: z.string() }))

export const setPortGroupsJob = changeJob(
  'update_security_groups',
  z.object({ groupIds: z.array(z.string()), added: named, removed: named }),
  ({ params }) => ({ security_groups: params.groupIds }),
  async (context) => {
    const { added, removed } = context.params
    if (added.length + removed.length === 0) return
    await tellOf(context, 'port_security_groups_changed', `The security groups of ${context.row.name} have changed.`, {
      added,
      removed,
    })
  },
  {},
)

const pairs = z.array(z.object({ ip_address: z.string(), mac_address: z.string().optional() }))

export const setAddressPairsJob = changeJob(
  'set_allowed_address_pairs',
  z.object({ pairs, added: pairs, removed: pairs }),
  ({ params }) => ({ allowed_address_pairs: params.pairs }),
  async (context) => {
    const { added, removed } = context.params
    if (added.length + removed.length === 0) return
    await tellOf(
      context,
      'port_allowed_address_pairs_changed',
      `The allowed address pairs of ${context.row.name} have changed.`,
      { added_pairs: added, removed_pairs: removed },
    )
  },
)

export const deletePortJob = job({
  name: 'port.delete',
  kind: 'delete',
  pulls: ['neutron'],
  frees: ({ row }): QuotaDelta => (row.backendId ? { port_count: 1 } : {}),
  steps: [removeStep<PortRow>('port', deletePort)],
  onDone: async (context) => {
    await forgetPort(context.row)
    await tellOf(context, 'port_deleted', `Port ${context.row.name} has been deleted.`)
  },
})

/** What points at a port that goes: its groups, and floating addresses, which become free. In a transaction. */
export const forgetPort = async (row: { uuid: string }): Promise<void> => {
  await db.delete(portSecurityGroups).where(eq(portSecurityGroups.portUuid, row.uuid))
  const freed = await db
    .update(floatingIps)
    .set({ portUuid: null, fixedIpAddress: '', runtimeState: 'DOWN', modifiedAt: new Date() })
    .where(eq(floatingIps.portUuid, row.uuid))
    .returning()
  for (const address of freed) await noteChange('openstack-floating-ips', 'updated', address)
}

export const pullPortJob = job({
  name: 'port.pull',
  kind: 'pull',
  steps: [
    {
      name: 'pull',
      run: async (context) => {
        const { neutron } = await context.cloud()
        await store(context, await orMissing(getPort(neutron, context.row.backendId)))
      },
    },
  ],
  onDone: (context) => tellOf(context, 'port_pulled', `Port ${context.row.name} has been read from the cloud.`),
})

export const portJobs = [
  createPortJob,
  updatePortJob,
  setAdminStateJob,
  setPortSecurityJob,
  updatePortIpJob,
  setPortGroupsJob,
  setAddressPairsJob,
  deletePortJob,
  pullPortJob,
]
