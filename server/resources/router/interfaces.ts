/** Putting a router into a subnet and taking it out again (contract 3.3: both are waited for). */
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { invariant } from '../../errors.ts'
import { jobFor, type StepContext } from '../../jobs/define.ts'
import { noteChange } from '../../live/changes.ts'
import { collect, type ServiceClient } from '../../openstack/http.ts'
import {
  createPort,
  deletePort,
  findPortsByDescription,
  getPort,
  listPorts,
  updatePort,
} from '../../openstack/neutron/ports.ts'
import { addRouterInterface, removeRouterInterface } from '../../openstack/neutron/routers.ts'
import { descriptionMark } from '../base/marks.ts'
import { tellOf, tolerateGone } from '../base/neutron.ts'
import { dropPorts, INTERFACE_OWNERS, storePort } from '../base/ports.ts'
import { networks } from '../network/table.ts'
import { ports } from '../port/table.ts'
import { type SubnetRow, subnets } from '../subnet/table.ts'
import { tenants } from '../tenant/table.ts'
import { type RouterRow, routers } from './table.ts'

const job = jobFor(routers)

const addParams = z.object({
  /** One of the two. By subnet a port is made first, marked with `mark`. */
  subnetUuid: z.string().nullable(),
  portUuid: z.string().nullable(),
  mark: z.string(),
})
type AddContext = StepContext<RouterRow, z.infer<typeof addParams>>

const subnetRow = async (uuid: string | null): Promise<SubnetRow | undefined> =>
  uuid ? (await db.select().from(subnets).where(eq(subnets.uuid, uuid)))[0] : undefined

/** The gateway's own address when nobody has it yet: guests send what leaves the subnet there. */
const wishedAddress = async (neutron: ServiceClient, networkId: string, { gatewayIp }: SubnetRow) => {
  if (!gatewayIp) return {}
  const taken = await collect(listPorts(neutron, { network_id: networkId, fixed_ips: `ip_address=${gatewayIp}` }))
  return taken.length === 0 ? { ip_address: gatewayIp } : {}
}

const makePort = async (context: AddContext) => {
  const subnet = await subnetRow(context.params.subnetUuid)
  invariant(subnet, 'the subnet of an interface exists')
  const [network] = await db.select().from(networks).where(eq(networks.uuid, subnet.networkUuid))
  const { neutron } = await context.cloud()
  const description = descriptionMark(context.params.mark)
  await context.once('port', {
    find: async () => (await findPortsByDescription(neutron, description))[0],
    create: async () =>
      createPort(neutron, {
        network_id: network.backendId,
        description,
        fixed_ips: [{ subnet_id: subnet.backendId, ...(await wishedAddress(neutron, network.backendId, subnet)) }],
        security_groups: [],
      }),
  })
}

const unmakePort = async (context: AddContext) => {
  const { neutron } = await context.cloud()
  await context.unmake('port', {
    find: async () => (await findPortsByDescription(neutron, descriptionMark(context.params.mark)))[0],
    remove: (id) => deletePort(neutron, id),
  })
}

/** Neutron's id of the port that becomes the interface. */
const portId = async ({ params, recall }: AddContext): Promise<string> => {
  const made = recall<{ id: string }>('port')?.id
  if (made) return made
  const [row] = params.portUuid ? await db.select().from(ports).where(eq(ports.uuid, params.portUuid)) : []
  invariant(row?.backendId, 'the port of an interface is in the cloud')
  return row.backendId
}

const isOn = async (neutron: ServiceClient, id: string, routerId: string) =>
  (await getPort(neutron, id)).device_id === routerId

export const addInterfaceJob = job({
  name: 'router.add_interface',
  kind: 'update',
  afterFailure: 'OK',
  pulls: ['neutron'],
  params: addParams,
  steps: [
    { name: 'make_port', when: ({ params }) => params.subnetUuid !== null, run: makePort, undo: unmakePort },
    {
      name: 'add_interface',
      run: async (context) => {
        const { neutron } = await context.cloud()
        const id = await portId(context)
        if (!(await isOn(neutron, id, context.row.backendId)))
          await addRouterInterface(neutron, context.row.backendId, { port_id: id })
      },
      undo: async (context) => {
        // A port that the user named would go with its interface: it stays where it is.
        const made = context.recall<{ id: string }>('port')?.id
        if (!made) return
        const { neutron } = await context.cloud()
        await tolerateGone(removeRouterInterface(neutron, context.row.backendId, { port_id: made }))
      },
    },
    {
      name: 'read_back',
      run: async (context) => {
        const { neutron } = await context.cloud()
        const id = await portId(context)
        const port = context.params.portUuid
          ? await getPort(neutron, id)
          : await updatePort(neutron, id, { description: '' })
        await context.write(async () => {
          await storePort(context.row, port)
          const ids = port.fixed_ips.map((fixed) => fixed.subnet_id)
          const joined = await db
            .update(subnets)
            .set({ isConnected: true, modifiedAt: new Date() })
            .where(and(eq(subnets.settingsUuid, context.row.settingsUuid), inArray(subnets.backendId, ids)))
            .returning()
          for (const subnet of joined) await noteChange('openstack-subnets', 'updated', subnet)
        })
      },
    },
  ],
  onDone: (context) => tellInterface(context, 'added', context.params.subnetUuid, context.params.portUuid),
})

/** In the transaction that ends the job. */
const tellInterface = async (
  context: StepContext<RouterRow, never> | AddContext,
  change: 'added' | 'removed',
  subnetUuid: string | null,
  portUuid: string | null,
) => {
  const subnet = await subnetRow(subnetUuid)
  const [tenant] = await db.select().from(tenants).where(eq(tenants.uuid, context.row.tenantUuid))
  await tellOf(
    context as AddContext,
    `router_interface_${change}`,
    `Router ${context.row.name} has ${change === 'added' ? 'a new interface' : 'one interface less'}.`,
    {
      subnet_uuid: subnetUuid,
      subnet_name: subnet?.name ?? '',
      port_uuid: portUuid,
      tenant_backend_id: tenant?.backendId ?? '',
      changed_interface: subnet?.cidr ?? portUuid,
    },
  )
}

const removeParams = z.object({
  subnetUuid: z.string().nullable(),
  /** Our rows of the router's ports that go. */
  portUuids: z.array(z.string()),
})

export const removeInterfaceJob = job({
  name: 'router.remove_interface',
  kind: 'update',
  afterFailure: 'OK',
  pulls: ['neutron'],
  params: removeParams,
  frees: ({ params }) => ({ port_count: params.portUuids.length }),
  steps: [
    {
      name: 'remove_interface',
      run: async (context) => {
        const { neutron } = await context.cloud()
        for (const port of await db.select().from(ports).where(inArray(ports.uuid, context.params.portUuids)))
          await tolerateGone(removeRouterInterface(neutron, context.row.backendId, { port_id: port.backendId }))
      },
    },
  ],
  onDone: async (context) => {
    const { subnetUuid, portUuids } = context.params
    const gone = await db.select().from(ports).where(inArray(ports.uuid, portUuids))
    await dropPorts(gone)
    for (const uuid of new Set(gone.flatMap((port) => port.subnetUuid ?? []))) {
      const [other] = await db
        .select({ uuid: ports.uuid })
        .from(ports)
        .where(and(eq(ports.subnetUuid, uuid), inArray(ports.deviceOwner, INTERFACE_OWNERS)))
        .limit(1)
      if (other) continue
      const [subnet] = await db.update(subnets).set({ isConnected: false }).where(eq(subnets.uuid, uuid)).returning()
      if (subnet) await noteChange('openstack-subnets', 'updated', subnet)
    }
    await tellInterface(context as never, 'removed', subnetUuid, portUuids[0] ?? null)
  },
})
