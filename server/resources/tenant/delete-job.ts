/**
 * Removing a tenant with everything in its project, whether the portal knows it or not (contract 4.1). Servers go before
 * ports, so that no server loses a card while it stops.
 */
import { z } from 'zod'
import { type JobDef, jobFor, type Step, type StepContext, StepFailure } from '../../jobs/define.ts'
import { archivePrivateOfferings } from '../../marketplace/private-offerings.ts'
import { deleteSnapshot, listSnapshots } from '../../openstack/cinder/snapshots.ts'
import { deleteVolume, listVolumes } from '../../openstack/cinder/volumes.ts'
import { isGone } from '../../openstack/errors.ts'
import { collect } from '../../openstack/http.ts'
import { deleteProject, getProject } from '../../openstack/keystone/projects.ts'
import { findRoleByName, grantProjectRole } from '../../openstack/keystone/roles.ts'
import { deleteUser } from '../../openstack/keystone/users.ts'
import { deleteFloatingIp, listFloatingIps } from '../../openstack/neutron/floatingips.ts'
import { deleteNetwork, listNetworks } from '../../openstack/neutron/networks.ts'
import { deletePort, listPorts, listRouterInterfaces } from '../../openstack/neutron/ports.ts'
import { deleteRouter, listRouters, removeRouterInterface, updateRouter } from '../../openstack/neutron/routers.ts'
import { deleteKeyPair, listKeyPairs } from '../../openstack/nova/keypairs.ts'
import { deleteServerGroup, listServerGroups } from '../../openstack/nova/servergroups.ts'
import { deleteServer, listServers } from '../../openstack/nova/servers.ts'
import { tolerateGone } from '../base/neutron.ts'
import { dropTenantRows } from './drop-rows.ts'
import { removeAllGroups, resetQuotas } from './sweep.ts'
import { type TenantRow, tenants } from './table.ts'

const params = z.object({ force: z.boolean().default(false) })
type Params = z.infer<typeof params>
type Context = StepContext<TenantRow, Params>
type DeleteStep = Step<TenantRow, Params>

const GONE = 'project_gone'
const isThere = ({ row, recall }: Context) => row.backendId !== '' && recall(GONE) !== true

/**
 * Removes one object. While it has not succeeded the memo names it (`kind:id`), so that a forced removal knows what it
 * left behind.
 */
const take = async ({ remember }: Context, kind: string, id: string, remove: () => Promise<unknown>): Promise<void> => {
  try {
    await tolerateGone(remove())
  } catch (error) {
    await remember(`${kind}:${id}`, { id })
    throw error
  }
  await remember(`${kind}:${id}`, undefined)
}

/** Removes all objects of a kind; one that resists does not spare the others. @throws the first refusal */
const takeAll = async (
  context: Context,
  kind: string,
  ids: string[],
  remove: (id: string) => Promise<unknown>,
): Promise<void> => {
  const refusals: unknown[] = []
  for (const id of ids) await take(context, kind, id, () => remove(id)).catch((error) => refusals.push(error))
  if (refusals.length > 0) throw refusals[0]
}

type Moving = { id: string; status: string; busy: boolean }

/** A step that deletes objects that go slowly, and waits until the project has none. */
const slowly = (
  name: string,
  kind: string,
  list: (context: Context) => Promise<Moving[]>,
  remove: (context: Context, id: string) => Promise<unknown>,
): DeleteStep => ({
  name,
  when: isThere,
  poll: async (context) => {
    const standing = await list(context)
    const stuck = standing.find(({ status }) => status === 'error_deleting')
    if (stuck) {
      await context.remember(`${kind}:${stuck.id}`, { id: stuck.id })
      throw new StepFailure(`The cloud could not delete the ${kind} ${stuck.id}.`, { status: stuck.status })
    }
    const idle = standing.filter(({ busy }) => !busy).map(({ id }) => id)
    await takeAll(context, kind, idle, (id) => remove(context, id))
    return standing.length > 0 ? 'deleting' : 'gone'
  },
  until: ['gone'],
  timeoutSeconds: 900,
})

const DELETING = ['deleting', 'error_deleting']

const findProject: DeleteStep = {
  name: 'find_project',
  when: ({ row }) => row.backendId !== '',
  run: async ({ admin, row, remember }) => {
    const { keystone, access } = await admin()
    try {
      await getProject(keystone, row.backendId)
    } catch (error) {
      if (!isGone(error)) throw error
      return remember(GONE, true)
    }
    // Somebody may have taken it away; without it nothing in the project can be removed.
    const role = await findRoleByName(keystone, 'admin')
    if (role) await grantProjectRole(keystone, row.backendId, (await access()).user.id, role.id)
  },
}

const routersStep: DeleteStep = {
  name: 'delete_routers',
  when: isThere,
  run: async (context) => {
    const { neutron } = await context.cloud()
    const ids = (await collect(listRouters(neutron, { project_id: context.row.backendId }))).map(({ id }) => id)
    await takeAll(context, 'router', ids, async (id) => {
      await updateRouter(neutron, id, { routes: [] })
      for (const port of await listRouterInterfaces(neutron, id))
        await tolerateGone(removeRouterInterface(neutron, id, { port_id: port.id }))
      await deleteRouter(neutron, id)
    })
  },
}

/** Neutron's own ports go with what they serve. */
const OF_NEUTRON = /^network:/

const simply = (
  name: string,
  kind: string,
  list: (context: Context) => Promise<{ id: string }[]>,
  remove: (context: Context, id: string) => Promise<unknown>,
): DeleteStep => ({
  name,
  when: isThere,
  run: async (context) => {
    const ids = (await list(context)).map(({ id }) => id)
    await takeAll(context, kind, ids, (id) => remove(context, id))
  },
})

const neutronOf = async ({ cloud }: Context) => (await cloud()).neutron
const ownedBy = ({ row }: Context) => ({ project_id: row.backendId })

export const deleteTenantJob: JobDef<typeof tenants, Params> = jobFor(tenants)({
  name: 'tenant.delete',
  kind: 'delete',
  cancellable: false,
  params,
  steps: [
    findProject,
    simply(
      'delete_floating_ips',
      'floating_ip',
      async (context) => collect(listFloatingIps(await neutronOf(context), ownedBy(context))),
      async (context, id) => deleteFloatingIp(await neutronOf(context), id),
    ),
    slowly(
      'delete_instances',
      'server',
      async ({ cloud }) =>
        (await collect(listServers((await cloud()).nova))).map((server) => ({
          id: server.id,
          status: server.status,
          busy: server['OS-EXT-STS:task_state'] === 'deleting',
        })),
      async ({ cloud }, id) => deleteServer((await cloud()).nova, id),
    ),
    slowly(
      'delete_snapshots',
      'snapshot',
      async ({ cloud }) =>
        (await collect(listSnapshots((await cloud()).cinder))).map(({ id, status }) => ({
          id,
          status,
          busy: DELETING.includes(status),
        })),
      async ({ cloud }, id) => deleteSnapshot((await cloud()).cinder, id),
    ),
    slowly(
      'delete_volumes',
      'volume',
      async ({ cloud }) =>
        (await collect(listVolumes((await cloud()).cinder))).map(({ id, status }) => ({
          id,
          status,
          // A volume whose server has just gone is let go a moment later.
          busy: [...DELETING, 'detaching', 'in-use', 'creating', 'downloading'].includes(status),
        })),
      async ({ cloud }, id) => deleteVolume((await cloud()).cinder, id),
    ),
    routersStep,
    simply(
      'delete_ports',
      'port',
      async (context) =>
        (await collect(listPorts(await neutronOf(context), ownedBy(context)))).filter(
          ({ device_owner }) => !OF_NEUTRON.test(device_owner),
        ),
      async (context, id) => deletePort(await neutronOf(context), id),
    ),
    simply(
      'delete_networks',
      'network',
      async (context) => collect(listNetworks(await neutronOf(context), ownedBy(context))),
      async (context, id) => deleteNetwork(await neutronOf(context), id),
    ),
    simply(
      'delete_server_groups',
      'server_group',
      async ({ cloud }) => collect(listServerGroups((await cloud()).nova)),
      async ({ cloud }, id) => deleteServerGroup((await cloud()).nova, id),
    ),
    {
      name: 'delete_security_groups',
      when: isThere,
      run: async ({ admin, row }) => removeAllGroups(await admin(), row.backendId),
    },
    {
      name: 'reset_quotas',
      when: isThere,
      run: async ({ admin, row }) => resetQuotas(await admin(), row.backendId),
    },
    {
      name: 'delete_user',
      when: ({ row }) => row.userBackendId !== '',
      run: async (context) => {
        const { keystone, nova } = await context.admin()
        const { userBackendId } = context.row
        // Nova keeps the keys of users that are no more.
        for (const { name } of await collect(listKeyPairs(nova, userBackendId)))
          await tolerateGone(deleteKeyPair(nova, name, userBackendId))
        await take(context, 'user', userBackendId, () => deleteUser(keystone, userBackendId))
      },
    },
    {
      name: 'delete_project',
      when: isThere,
      run: async (context) => {
        const { keystone } = await context.admin()
        const { backendId } = context.row
        await take(context, 'project', backendId, () => deleteProject(keystone, backendId))
      },
    },
  ],
  onDone: async ({ row }) => {
    await archivePrivateOfferings(row.uuid)
    await dropTenantRows(row.uuid)
  },
})
