/**
 * Making a tenant: project, people, network, quotas, groups, way out (contract 4.1). Each object is made once and taken
 * back on failure.
 */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { jobFor, type Step, type StepContext, StepFailure } from '../../jobs/define.ts'
import { makePrivateOfferings } from '../../marketplace/private-offerings.ts'
import { isConflict, isOpenStackError } from '../../openstack/errors.ts'
import { createProject, deleteProject, findProjectsByTag } from '../../openstack/keystone/projects.ts'
import { findRoleByName, grantProjectRole } from '../../openstack/keystone/roles.ts'
import { createUser, deleteUser, findUserByName } from '../../openstack/keystone/users.ts'
import type { CloudSession } from '../../openstack/login.ts'
import {
  createNetwork,
  deleteNetwork,
  findNetworksByDescription,
  updateNetwork,
} from '../../openstack/neutron/networks.ts'
import { createSubnet, deleteSubnet, findSubnetsByDescription, updateSubnet } from '../../openstack/neutron/subnets.ts'
import { pullProperties } from '../../properties/pull.ts'
import { pullQuotas } from '../../quotas/pull.ts'
import { pushQuotas } from '../../quotas/push.ts'
import { decrypt } from '../../secrets.ts'
import { getSetting } from '../../settings/settings.ts'
import { descriptionMark, tagMark } from '../base/marks.ts'
import { networks } from '../network/table.ts'
import { subnets } from '../subnet/table.ts'
import { childDone, childUndone, dropUnmadeRows, writeChildRows } from './child-rows.ts'
import { type CreateTenantParams, createTenantParams } from './create-params.ts'
import { adoptGroups, describeGroups, makeGroups, unmakeGroups } from './groups.ts'
import { removeAllGroups, resetQuotas } from './sweep.ts'
import { type TenantRow, tenants } from './table.ts'
import { describeRouter, makeRouter, unmakeRouter } from './way-out.ts'

export type CreateContext = StepContext<TenantRow, CreateTenantParams>
type CreateStep = Step<TenantRow, CreateTenantParams>

/** The domain of the provider's account: tenants' projects and users are made beside it. */
const domainOf = async (admin: CloudSession): Promise<string> => {
  const { project, user } = await admin.access()
  return project?.domainId ?? user.domainId
}

/** A name that is taken in Keystone is final; the text says which. */
const refuseTaken = (what: string) => (error: unknown) => {
  if (!isConflict(error) || !isOpenStackError(error)) throw error
  throw new StepFailure(
    `The cloud already has ${what}.`,
    { service: error.service, status: error.status, text: error.message, openstack_request_id: error.requestId },
    { cause: error },
  )
}

const prepare: CreateStep = {
  name: 'prepare',
  run: async (context) => context.write(() => writeChildRows(context)),
  undo: async (context) => context.write(() => dropUnmadeRows(context.row)),
}

const project: CreateStep = {
  name: 'create_project',
  run: async ({ admin, row, once }) => {
    const cloud = await admin()
    const tag = tagMark(row.uuid)
    await once('project', {
      find: async () => (await findProjectsByTag(cloud.keystone, tag))[0],
      create: async () =>
        createProject(cloud.keystone, {
          name: row.name,
          domain_id: await domainOf(cloud),
          description: row.description,
          tags: [tag],
        }),
      save: async ({ id }) => {
        await db.update(tenants).set({ backendId: id }).where(eq(tenants.uuid, row.uuid))
      },
    }).catch(refuseTaken(`a project called ${row.name}`))
  },
  undo: async ({ admin, row, unmake, save }) => {
    const cloud = await admin()
    const { keystone } = cloud
    // Neutron made a group of its own for the project as soon as there was a network.
    if (row.backendId) await removeAllGroups(cloud, row.backendId)
    await unmake('project', {
      find: async () => (await findProjectsByTag(keystone, tagMark(row.uuid)))[0],
      remove: (id) => deleteProject(keystone, id),
    })
    await save({ backendId: '' })
  },
}

/** Twice is as good as once, and it goes with the project. */
const access: CreateStep = {
  name: 'grant_access',
  run: async ({ admin, row }) => {
    const { keystone, access } = await admin()
    const role = await findRoleByName(keystone, 'admin')
    if (!role) throw new StepFailure('The cloud has no role called admin for the provider’s account.')
    await grantProjectRole(keystone, row.backendId, (await access()).user.id, role.id)
  },
}

const user: CreateStep = {
  name: 'create_user',
  run: async ({ admin, row, once }) => {
    const cloud = await admin()
    const domainId = await domainOf(cloud)
    const mark = descriptionMark(row.uuid)
    const id = await once('user', {
      find: async () => {
        const found = await findUserByName(cloud.keystone, row.userUsername, domainId)
        return found?.description === mark ? found : undefined
      },
      create: () =>
        createUser(cloud.keystone, {
          name: row.userUsername,
          domain_id: domainId,
          password: decrypt(row.userPassword),
          description: mark,
          default_project_id: row.backendId,
        }),
      save: async (made) => {
        await db.update(tenants).set({ userBackendId: made.id }).where(eq(tenants.uuid, row.uuid))
      },
    }).catch(refuseTaken(`a user called ${row.userUsername}`))
    const role = await findRoleByName(cloud.keystone, 'member', '_member_')
    if (!role) throw new StepFailure('The cloud has no role called member for the tenant’s user.')
    await grantProjectRole(cloud.keystone, row.backendId, id, role.id)
  },
  undo: async ({ admin, row, unmake, save }) => {
    const cloud = await admin()
    await unmake('user', {
      find: async () => {
        const found = await findUserByName(cloud.keystone, row.userUsername, await domainOf(cloud))
        return found?.description === descriptionMark(row.uuid) ? found : undefined
      },
      remove: (id) => deleteUser(cloud.keystone, id),
    })
    await save({ userBackendId: '' })
  },
}

const network: CreateStep = {
  name: 'create_network',
  when: ({ params }) => params.network !== null,
  run: async ({ cloud, row, params, once }) => {
    const { uuid, name, mtu } = params.network!
    const { neutron } = await cloud()
    const mark = descriptionMark(uuid)
    await once('network', {
      find: async () => (await findNetworksByDescription(neutron, mark))[0],
      create: () => createNetwork(neutron, { name, description: mark, ...(mtu && { mtu }) }),
      save: async (made) => {
        await childDone(networks, 'openstack-networks', row, uuid, {
          backendId: made.id,
          runtimeState: made.status,
          mtu: made.mtu ?? null,
          type: made['provider:network_type'] ?? '',
          segmentationId: made['provider:segmentation_id'] ?? null,
          portSecurityEnabled: made.port_security_enabled,
        })
        await db.update(tenants).set({ internalNetworkId: made.id }).where(eq(tenants.uuid, row.uuid))
      },
    })
  },
  undo: async ({ cloud, row, params, unmake, write, save }) => {
    const { uuid } = params.network!
    const { neutron } = await cloud()
    await unmake('network', {
      find: async () => (await findNetworksByDescription(neutron, descriptionMark(uuid)))[0],
      remove: (id) => deleteNetwork(neutron, id),
    })
    await write(() => childUndone(networks, 'openstack-networks', row, uuid))
    await save({ internalNetworkId: '' })
  },
}

const subnet: CreateStep = {
  name: 'create_subnet',
  when: ({ params }) => params.network !== null,
  run: async ({ cloud, row, params, once, recall }) => {
    const { subnetUuid, subnetName, cidr } = params.network!
    const { neutron } = await cloud()
    const mark = descriptionMark(subnetUuid)
    await once('subnet', {
      find: async () => (await findSubnetsByDescription(neutron, mark))[0],
      create: () =>
        createSubnet(neutron, {
          network_id: recall<{ id: string }>('network')!.id,
          name: subnetName,
          description: mark,
          cidr,
          ip_version: 4,
          enable_dhcp: true,
          ...(params.dnsNameservers.length > 0 && { dns_nameservers: params.dnsNameservers }),
        }),
      save: (made) =>
        childDone(subnets, 'openstack-subnets', row, subnetUuid, {
          backendId: made.id,
          gatewayIp: made.gateway_ip,
          allocationPools: made.allocation_pools,
          dnsNameservers: made.dns_nameservers,
          hostRoutes: made.host_routes,
        }),
    })
  },
  undo: async ({ cloud, row, params, unmake, write }) => {
    const { subnetUuid } = params.network!
    const { neutron } = await cloud()
    await unmake('subnet', {
      find: async () => (await findSubnetsByDescription(neutron, descriptionMark(subnetUuid)))[0],
      remove: (id) => deleteSubnet(neutron, id),
    })
    await write(() => childUndone(subnets, 'openstack-subnets', row, subnetUuid))
  },
}

/** The marks have served: people's texts take their place (Neutron has one field for both). */
const texts: CreateStep = {
  name: 'write_texts',
  run: async (context) => {
    const { neutron } = await context.cloud()
    const idOf = (key: string) => context.recall<{ id?: string }>(key)?.id
    const [networkId, subnetId] = [idOf('network'), idOf('subnet')]
    await Promise.all([
      networkId && updateNetwork(neutron, networkId, { description: '' }),
      subnetId && updateSubnet(neutron, subnetId, { description: '' }),
      describeRouter(context),
      describeGroups(context),
    ])
  },
}

const TENANT_GROUPS = ['flavors', 'images', 'volume_types', 'zones', 'external_networks'] as const

export const createTenantJob = jobFor(tenants)({
  name: 'tenant.create',
  kind: 'create',
  params: createTenantParams,
  steps: [
    prepare,
    project,
    access,
    user,
    network,
    subnet,
    {
      name: 'push_quotas',
      run: async ({ admin, row, params }) => pushQuotas(await admin(), row.backendId, params.limits),
      undo: async ({ admin, row }) => resetQuotas(await admin(), row.backendId),
    },
    { name: 'create_security_groups', run: makeGroups, undo: unmakeGroups },
    {
      name: 'connect_external_network',
      when: ({ params }) => params.router !== null,
      run: makeRouter,
      undo: unmakeRouter,
    },
    texts,
    { name: 'pull_security_groups', run: adoptGroups },
    {
      name: 'pull_quotas',
      run: async ({ admin, row }) => {
        await pullQuotas(row.uuid, await admin())
      },
    },
    {
      name: 'pull_properties',
      run: async ({ admin, row }) => {
        await pullProperties(row.settingsUuid, TENANT_GROUPS, await admin())
      },
    },
  ],
  onDone: async ({ row }) => {
    await db.update(tenants).set({ confirmedAt: new Date() }).where(eq(tenants.uuid, row.uuid))
    if (await getSetting('AUTOMATICALLY_CREATE_PRIVATE_OFFERING')) await makePrivateOfferings(row)
  },
})
