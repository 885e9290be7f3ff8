/** How floating IPs are taken, attached and released. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { invariant } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { jobFor, type StepContext } from '../../jobs/define.ts'
import { noteChange } from '../../live/changes.ts'
import {
  createFloatingIp,
  deleteFloatingIp,
  type FloatingIp,
  findFloatingIpsByDescription,
  getFloatingIp,
  updateFloatingIp,
} from '../../openstack/neutron/floatingips.ts'
import type { QuotaDelta } from '../../quotas/reserve.ts'
import { authorOfJob, cloudText, makeSteps, orMissing, removeStep, tellOf } from '../base/neutron.ts'
import { loadRefs } from '../base/refs.ts'
import { instances } from '../instance/table.ts'
import { type PortRow, ports } from '../port/table.ts'
import { mappingOf } from './mapping.ts'
import { columnsFromCloud } from './pull.ts'
import { type FloatingIpRow, floatingIps } from './table.ts'

const job = jobFor(floatingIps)
// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
type Context = StepContext<FloatingIpRow, any>

const columnsOf = async (row: FloatingIpRow, floatingIp: FloatingIp) => {
  const refs = await loadRefs(row.settingsUuid, { port: [floatingIp.port_id] })
  return columnsFromCloud(floatingIp, refs, await mappingOf(row.tenantUuid), row)
}

const store = async (context: Context, floatingIp: FloatingIp) =>
  context.save({ ...(await columnsOf(context.row, floatingIp)), confirmedAt: new Date() })

const portOf = async (uuid: string | null): Promise<PortRow | undefined> =>
  uuid ? (await db.select().from(ports).where(eq(ports.uuid, uuid)))[0] : undefined

export const createFloatingIpJob = job({
  name: 'floating_ip.create',
  kind: 'create',
  pulls: ['neutron'],
  steps: makeSteps({
    kind: 'floating_ip',
    table: floatingIps,
    find: findFloatingIpsByDescription,
    create: (neutron, { row }, description) =>
      createFloatingIp(neutron, { floating_network_id: row.backendNetworkId, description }),
    describe: (neutron, id, description) => updateFloatingIp(neutron, id, { description }),
    remove: deleteFloatingIp,
    columns: (floatingIp, { row }) => columnsOf(row, floatingIp),
  }),
})

const MOST_LOOKS = 30

const attachParams = z.object({ portUuid: z.string(), before: z.string().nullable() })

/**
 * Floating IPs of a port are told with its instance: `openstack_floating_ip_…`. Both the row's own word and the
 * instance's name stand in the entry. In the transaction that ends the job.
 */
const tellPort = async (context: Context, change: 'attached' | 'detached', portUuid: string | null): Promise<void> => {
  const port = await portOf(portUuid)
  const [instance] = port?.instanceUuid
    ? await db.select().from(instances).where(eq(instances.uuid, port.instanceUuid))
    : []
  const facts = {
    floating_ip_address: context.row.address,
    floating_ip_uuid: context.row.uuid,
    port_uuid: portUuid,
    instance_uuid: instance?.uuid ?? null,
    instance_name: instance?.name ?? '',
  }
  await tellOf(context, `floating_ip_${change}`, `Floating IP ${context.row.address} has been ${change}.`, facts)
  if (!instance) return
  const connected = change === 'attached' ? 'connected' : 'disconnected'
  await recordEvent({
    type: `openstack_floating_ip_${connected}`,
    message: `Floating IP ${context.row.address} has been ${connected}: ${instance.name}.`,
    author: authorOfJob(context.job),
    about: { ...instance, type: 'openstack-instances' },
    jobUuid: context.job.uuid,
    context: facts,
  })
  await noteChange('openstack-instances', 'updated', instance)
}

const notePorts = async (...uuids: (string | null)[]) => {
  for (const uuid of uuids) {
    const port = await portOf(uuid)
    if (port) await noteChange('openstack-ports', 'updated', port)
  }
}

/** Neutron translates IPv4 only, and to one address of the port. */
const ipv4Of = (port: PortRow) => port.fixedIps.find((fixed) => fixed.ip_address.includes('.'))?.ip_address

export const attachJob = job({
  name: 'floating_ip.attach',
  kind: 'update',
  params: attachParams,
  steps: [
    {
      name: 'attach',
      run: async (context) => {
        const port = await portOf(context.params.portUuid)
        invariant(port?.backendId, 'the port of a floating IP is in the cloud')
        const { neutron } = await context.cloud()
        const floatingIp = await updateFloatingIp(neutron, context.row.backendId, {
          port_id: port.backendId,
          fixed_ip_address: ipv4Of(port),
        })
        await store(context, floatingIp)
      },
    },
    {
      // Neutron says DOWN until the router's agent has done its part.
      name: 'wait_until_active',
      poll: async (context) => {
        const { neutron } = await context.cloud()
        const floatingIp = await orMissing(getFloatingIp(neutron, context.row.backendId))
        if (floatingIp.status !== 'DOWN' || context.row.runtimeState !== 'DOWN') await store(context, floatingIp)
        const looks = (context.recall<number>('looks') ?? 0) + 1
        await context.remember('looks', looks)
        // A port without a running guest stays DOWN on some clouds, so waiting ends without blame.
        return floatingIp.status === 'DOWN' && looks < MOST_LOOKS ? 'DOWN' : 'seen'
      },
      until: ['seen'],
      everySeconds: 1,
    },
  ],
  onDone: async (context) => {
    await tellPort(context, 'attached', context.params.portUuid)
    await notePorts(context.params.before, context.params.portUuid)
  },
})

export const detachJob = job({
  name: 'floating_ip.detach',
  kind: 'update',
  params: z.object({ before: z.string().nullable() }),
  steps: [
    {
      name: 'detach',
      run: async (context) => {
        const { neutron } = await context.cloud()
        const floatingIp = await updateFloatingIp(neutron, context.row.backendId, { port_id: null })
        // The agent takes a moment to say so; off its port an address is free.
        await store(context, { ...floatingIp, status: floatingIp.status === 'ACTIVE' ? 'DOWN' : floatingIp.status })
      },
    },
  ],
  onDone: async (context) => {
    await tellPort(context, 'detached', context.params.before)
    await notePorts(context.params.before)
  },
})

export const describeJob = job({
  name: 'floating_ip.update_description',
  kind: 'update',
  params: z.object({ description: z.string(), before: z.string() }),
  steps: [
    {
      name: 'update_description',
      run: async ({ cloud, row, params }) => {
        await updateFloatingIp((await cloud()).neutron, row.backendId, { description: cloudText(params.description) })
      },
    },
  ],
  onDone: async (context) => {
    const { description, before } = context.params
    await db.update(floatingIps).set({ description }).where(eq(floatingIps.uuid, context.row.uuid))
    const message = `The description of ${context.row.address} has been updated.`
    await tellOf(context, 'floating_ip_description_updated', message, {
      old_description: before,
      new_description: description,
    })
  },
  onFailed: async ({ row, params }) => {
    await db.update(floatingIps).set({ description: params.before }).where(eq(floatingIps.uuid, row.uuid))
  },
})

export const deleteFloatingIpJob = job({
  name: 'floating_ip.delete',
  kind: 'delete',
  pulls: ['neutron'],
  frees: ({ row }): QuotaDelta => (row.backendId ? { floating_ip_count: 1 } : {}),
  steps: [removeStep<FloatingIpRow>('floating_ip', deleteFloatingIp)],
  onDone: async (context) => {
    if (!context.row.portUuid) return
    await tellPort(context, 'detached', context.row.portUuid)
    await notePorts(context.row.portUuid)
  },
})

export const pullFloatingIpJob = job({
  name: 'floating_ip.pull',
  kind: 'pull',
  steps: [
    {
      name: 'pull',
      run: async (context) => {
        const { neutron } = await context.cloud()
        await store(context, await orMissing(getFloatingIp(neutron, context.row.backendId)))
      },
    },
  ],
})

export const floatingIpJobs = [
  createFloatingIpJob,
  attachJob,
  detachJob,
  describeJob,
  deleteFloatingIpJob,
  pullFloatingIpJob,
]
