/**
 * A tenant on a running cloud, for stories: a scratch project made by plain Keystone calls, the rows that say so, the job
 * engine at work, and a way to clean everything up. The same on the built-in cloud and on a real one.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { and, eq, inArray } from 'drizzle-orm'
import { expect } from 'vitest'
import { db } from '../../db/client.ts'
import type { Registry } from '../api/define.ts'
import { adminCloud, closeClouds, sealSecrets, tenantCloud, tenantUserCloud } from '../clouds.ts'
import { newUuid } from '../ids.ts'
import { createEngine, type Engine, type EngineOptions } from '../jobs/engine.ts'
import { jobSteps, jobs } from '../jobs/table.ts'
import { isGone } from '../openstack/errors.ts'
import { collect } from '../openstack/http.ts'
import { createProject, deleteProject } from '../openstack/keystone/projects.ts'
import { findRoleByName, grantProjectRole } from '../openstack/keystone/roles.ts'
import type { CloudSession } from '../openstack/login.ts'
import { deleteFloatingIp, listFloatingIps } from '../openstack/neutron/floatingips.ts'
import { deleteNetwork, getNetwork, listNetworks } from '../openstack/neutron/networks.ts'
import { deletePort, listPorts, listRouterInterfaces } from '../openstack/neutron/ports.ts'
import { deleteRouter, listRouters, removeRouterInterface } from '../openstack/neutron/routers.ts'
import { deleteSecurityGroup, listSecurityGroups } from '../openstack/neutron/securitygroups.ts'
import { listSubnets } from '../openstack/neutron/subnets.ts'
import { quotas } from '../quotas/table.ts'
import { externalNetworks } from '../resources/external-network/table.ts'
import { providers } from '../resources/provider/table.ts'
import { type TenantRow, tenants } from '../resources/tenant/table.ts'
import { apiOf, makeActor, type TestApi, type TestResponse } from './api.ts'
import { makeProject } from './identity.ts'
import { insertRow } from './rows.ts'

export type CloudAccess = {
  authUrl: string
  username: string
  password: string
  projectName: string
  domain: string
  externalNetworkId: string
}

export type TenantOnCloud = {
  tenant: TenantRow
  admin: CloudSession
  /** Of a staff member. */
  api: TestApi
  engine: Engine
  /** Sends a request and expects its status. */
  ask: (status: number, method: string, path: string, body?: unknown) => Promise<TestResponse['body']>
  /** Waits until the object is OK and gives it. @throws Error with its message when it is ERRED. */
  ok: (path: string) => Promise<Record<string, never>>
  /** Waits until the object is ERRED and gives it. */
  erred: (path: string) => Promise<Record<string, never>>
  /** Waits until the object is gone. */
  gone: (path: string) => Promise<void>
  /** Waits until no job of this file is left. */
  idle: () => Promise<void>
  /** What Neutron holds for the project, by kind; the group that it makes by itself is left out. */
  leftInCloud: () => Promise<Record<string, string[]>>
  end: () => Promise<void>
}

const LIVE = ['queued', 'running', 'undoing'] as const
const QUOTAS = ['network_count', 'subnet_count', 'port_count', 'floating_ip_count', 'security_group_count']

const neutronObjects = async ({ neutron }: CloudSession, project_id: string) => {
  const [networks, subnets, routers, ports, floatingIps, groups] = await Promise.all([
    collect(listNetworks(neutron, { project_id })),
    collect(listSubnets(neutron, { project_id })),
    collect(listRouters(neutron, { project_id })),
    collect(listPorts(neutron, { project_id })),
    collect(listFloatingIps(neutron, { project_id })),
    collect(listSecurityGroups(neutron, { project_id })),
  ])
  return { networks, subnets, routers, ports, floatingIps, groups }
}

const patiently = async (work: Promise<unknown>) => {
  try {
    await work
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

const sweep = async (admin: CloudSession, projectId: string) => {
  const { neutron, keystone } = admin
  const left = await neutronObjects(admin, projectId)
  for (const one of left.floatingIps) await patiently(deleteFloatingIp(neutron, one.id))
  for (const router of left.routers) {
    for (const port of await listRouterInterfaces(neutron, router.id))
      await patiently(removeRouterInterface(neutron, router.id, { port_id: port.id }))
    await patiently(deleteRouter(neutron, router.id))
  }
  for (const port of left.ports)
    if (!port.device_owner.startsWith('network:')) await patiently(deletePort(neutron, port.id))
  for (const network of left.networks) await patiently(deleteNetwork(neutron, network.id))
  await patiently(deleteProject(keystone, projectId))
  // Neutron makes its group anew as long as the project is there.
  for (const group of (await neutronObjects(admin, projectId)).groups)
    await patiently(deleteSecurityGroup(neutron, group.id))
}

export const tenantOnCloud = async (
  registry: Registry,
  access: CloudAccess,
  engineOptions: Partial<EngineOptions> = {},
): Promise<TenantOnCloud> => {
  const { uuid: projectUuid, customerUuid } = await makeProject()
  const now = new Date()
  const times = { createdAt: now, modifiedAt: now }
  const provider = await insertRow(providers, {
    uuid: newUuid(),
    name: 'Cloud',
    customerUuid,
    secrets: sealSecrets({
      backend_url: access.authUrl,
      username: access.username,
      password: access.password,
      domain: access.domain,
      certificate: '',
    }),
    options: {
      tenant_name: access.projectName,
      external_network_id: access.externalNetworkId,
      private_address_allowed: true,
    },
    ...times,
  })
  const admin = await adminCloud(provider.uuid)
  const { user, project } = await admin.access()
  const name = `foyer-test-${newUuid().slice(0, 8)}`
  const made = await createProject(admin.keystone, { name, domain_id: project?.domainId ?? user.domainId })
  const role = await findRoleByName(admin.keystone, 'admin')
  await grantProjectRole(admin.keystone, made.id, user.id, role!.id)
  const external = await getNetwork(admin.neutron, access.externalNetworkId)
  const externalSubnets = await collect(listSubnets(admin.neutron, { network_id: external.id }))
  await insertRow(externalNetworks, {
    uuid: newUuid(),
    settingsUuid: provider.uuid,
    backendId: external.id,
    name: external.name,
    subnets: externalSubnets.map((subnet) => ({
      backend_id: subnet.id,
      name: subnet.name,
      cidr: subnet.cidr,
      gateway_ip: subnet.gateway_ip,
      ip_version: subnet.ip_version,
      allocation_pools: subnet.allocation_pools,
    })),
    ...times,
  })
  const uuid = newUuid()
  const tenant = await insertRow(tenants, {
    uuid,
    name,
    state: 'OK',
    backendId: made.id,
    tenantUuid: uuid,
    projectUuid,
    customerUuid,
    settingsUuid: provider.uuid,
    ...times,
  })
  for (const quota of [...QUOTAS, 'security_group_rule_count'])
    await insertRow(quotas, { tenantUuid: uuid, name: quota, limit: 100, modifiedAt: now })

  const engine = createEngine({
    resources: registry,
    clouds: { admin: adminCloud, tenant: tenantCloud, tenantUser: tenantUserCloud },
    owner: 'story',
    leaseSeconds: 60,
    settleSeconds: 5,
    concurrency: 4,
    ...engineOptions,
  })
  engine.start()

  const api = apiOf(registry, makeActor())
  const failureOf = async (objectUuid: string) => {
    const [job] = await db
      .select()
      .from(jobs)
      .where(and(eq(jobs.resourceUuid, objectUuid), eq(jobs.state, 'failed')))
    if (!job) return ''
    const steps = await db.select().from(jobSteps).where(eq(jobSteps.jobUuid, job.uuid))
    return `${job.name}: ${job.errorMessage} ${JSON.stringify(steps.map(({ name, state }) => [name, state]))}`
  }
  const until = async (path: string, state: 'OK' | 'ERRED') => {
    for (let n = 0; n < 600; n++) {
      const { status, body } = await api('GET', path)
      if (status !== 200) throw new Error(`GET ${path} answers ${status}`)
      if (body.state === state) return body
      if (body.state === 'ERRED') throw new Error(`${path} is ERRED: ${await failureOf(body.uuid)}`)
      await pause(100)
    }
    throw new Error(`${path} does not become ${state}`)
  }
  const idle = async () => {
    for (let n = 0; n < 600; n++) {
      const live = await db
        .select({ name: jobs.name })
        .from(jobs)
        .where(and(inArray(jobs.state, LIVE), eq(jobs.tenantUuid, uuid)))
      if (live.every((job) => job.name === 'tenant.pull_quotas_quietly')) return
      await pause(100)
    }
    throw new Error('Jobs do not end')
  }
  return {
    tenant,
    admin,
    api,
    engine,
    ask: async (status, method, path, body) => {
      const answer = await api(method, path, body)
      expect([answer.status, answer.body], `${method} ${path}`).toEqual([status, answer.body])
      return answer.body
    },
    ok: (path) => until(path, 'OK'),
    erred: (path) => until(path, 'ERRED'),
    gone: async (path) => {
      for (let n = 0; n < 600; n++) {
        const { status, body } = await api('GET', path)
        if (status === 404) return
        if (body.state === 'ERRED') throw new Error(`${path} is ERRED: ${await failureOf(body.uuid)}`)
        await pause(100)
      }
      throw new Error(`${path} does not go`)
    },
    idle,
    leftInCloud: async () => {
      const objects = await neutronObjects(admin, made.id)
      const left: Record<string, string[]> = {}
      for (const [kind, list] of Object.entries(objects)) {
        const named = (list as { id: string; name?: string }[]).filter((one) => one.name !== 'default')
        if (named.length > 0) left[kind] = named.map((one) => one.id)
      }
      return left
    },
    end: async () => {
      await engine.stop()
      await sweep(admin, made.id)
      await closeClouds()
    },
  }
}
