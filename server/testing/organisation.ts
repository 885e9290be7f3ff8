/**
 * Whole organisations in the database: a tenant and one row of every type that can belong to somebody, linked as sync and
 * orders would link them. For tests that walk all declarations.
 */

import { globSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { db } from '../../db/client.ts'
import type { Actor, AnyTable } from '../api/define.ts'
import { newUuid } from '../ids.ts'
import { quotas } from '../quotas/table.ts'
import { propertyTenants } from '../resources/base/properties.ts'
import type { CustomerRow } from '../resources/customer/table.ts'
import { makeExternalNetwork } from '../resources/external-network/factory.ts'
import { makeOffering } from '../resources/offering/factory.ts'
import { components } from '../resources/offering/table.ts'
import { makePort } from '../resources/port/factory.ts'
import type { ProjectRow } from '../resources/project/table.ts'
import { makeProvider } from '../resources/provider/factory.ts'
import type { ProviderRow } from '../resources/provider/table.ts'
import { makeTenant } from '../resources/tenant/factory.ts'
import type { TenantRow } from '../resources/tenant/table.ts'
import type { Factory } from './factories.ts'
import { actorOf, asToken, grantRole, makeCustomer, makeProject, makeUser } from './identity.ts'
import { insertRow } from './rows.ts'

export type AnyRow = Record<string, unknown>

export type Organisation = {
  customer: CustomerRow
  project: ProjectRow
  /** The cloud that its tenant stands in: its own, or the seller's. */
  provider: ProviderRow
  tenant: TenantRow
  /** Its row of each collection. What it did not make itself (the seller's provider) is not here. */
  rows: Map<string, AnyRow>
  /** Somebody new with a role in it. */
  person: (role: string) => Promise<Actor>
}

/** What nobody owns: everybody who is signed in sees it, or nobody but staff and support. */
export const NOBODYS = ['roles', 'marketplace-categories', 'openstack-external-networks', 'foyer-schedules']

const QUOTAS = [
  ...['vcpu', 'ram', 'instances', 'storage', 'volumes', 'volumes_size', 'snapshots', 'snapshots_size'],
  ...['network_count', 'subnet_count', 'port_count', 'floating_ip_count'],
  ...['security_group_count', 'security_group_rule_count'],
]
const PROPERTIES = {
  'openstack-flavors': 'flavor',
  'openstack-images': 'image',
  'openstack-volume-types': 'volume_type',
  'openstack-instance-availability-zones': 'instance_zone',
  'openstack-volume-availability-zones': 'volume_zone',
} as const

/** Runs its own cloud unless `soldBy` names who sells it a tenant. */
export const makeOrganisation = async (
  factories: Map<string, Factory>,
  name: string,
  soldBy?: Organisation,
): Promise<Organisation> => {
  const rows = new Map<string, AnyRow>()
  const make = async (collection: string, values: AnyRow = {}) => {
    const factory = factories.get(collection)
    if (!factory) throw new Error(`No server/resources/*/factory.ts exports a factory for ${collection}.`)
    const row = await factory.make(values)
    rows.set(collection, row)
    return row
  }
  const named = (what: string) => `${name}-${what}`
  const customer = await makeCustomer({ name: named('organisation') })
  const project = await makeProject({ customerUuid: customer.uuid, name: named('project') })
  rows.set('customers', customer).set('projects', project)
  const customerUuid = customer.uuid
  const projectUuid = project.uuid

  const user = await makeUser({ username: named('user'), email: `${name}@example.org` })
  await grantRole(user, 'CUSTOMER.OWNER', { customer })
  await asToken(user)
  rows.set('users', user).set('auth-tokens', user)
  await make('keys', { userUuid: user.uuid, name: named('key') })
  await make('personal-access-tokens', { userUuid: user.uuid, name: named('token') })

  let provider = soldBy?.provider
  let soldAs = soldBy?.rows.get('marketplace-provider-offerings')
  if (!provider || !soldAs) {
    provider = await makeProvider({ customerUuid, name: named('cloud') })
    rows.set('service-settings', provider)
    soldAs = await make('marketplace-provider-offerings', {
      name: named('offering'),
      customerUuid,
      projectUuid: null,
      settingsUuid: provider.uuid,
    })
    for (const type of ['cores', 'ram', 'storage'])
      await insertRow(components, {
        uuid: newUuid(),
        offeringUuid: String(soldAs.uuid),
        type,
        name: type,
        measuredUnit: type === 'cores' ? 'cores' : 'GB',
        factor: type === 'cores' ? 1 : 1024,
      })
    await make('marketplace-plans', { offeringUuid: soldAs.uuid, name: named('plan') })
    await make('foyer-leftovers', { settingsUuid: provider.uuid })
  }

  const settingsUuid = provider.uuid
  const owners = { projectUuid, customerUuid, settingsUuid }
  const outside = await makeExternalNetwork({ settingsUuid, name: named('public') })
  const externalNetworkId = outside.backendId
  const tenant = await makeTenant({ ...owners, name: named('tenant'), externalNetworkId })
  rows.set('openstack-tenants', tenant)
  const place = { ...owners, tenantUuid: tenant.uuid }
  for (const quota of QUOTAS)
    await insertRow(quotas, { tenantUuid: tenant.uuid, name: quota, limit: 1_000_000, modifiedAt: new Date() })
  for (const [collection, kind] of Object.entries(PROPERTIES)) {
    const { uuid } = await make(collection, { settingsUuid, name: named(kind) })
    await insertRow(propertyTenants, { propertyUuid: String(uuid), tenantUuid: tenant.uuid, kind })
  }
  const network = await make('openstack-networks', { ...place, name: named('network') })
  const subnet = await make('openstack-subnets', {
    ...place,
    name: named('subnet'),
    networkUuid: network.uuid,
    isConnected: true,
  })
  await make('openstack-routers', { ...place, name: named('router'), externalNetworkId })
  await make('openstack-security-groups', { ...place, name: named('group') })
  const instance = await make('openstack-instances', { ...place, name: named('instance') })
  const volume = await make('openstack-volumes', { ...place, name: named('volume') })
  await make('openstack-snapshots', { ...place, name: named('snapshot'), sourceVolumeUuid: volume.uuid })
  const port = (host: number) => ({
    ...place,
    networkUuid: String(network.uuid),
    subnetUuid: String(subnet.uuid),
    macAddress: `fa:16:3e:${tenant.uuid.slice(0, 2)}:${tenant.uuid.slice(2, 4)}:${host}`,
    fixedIps: [{ ip_address: `192.168.42.${host}`, subnet_id: String(subnet.backendId) }],
  })
  await makePort({ ...port(10), name: named('card'), instanceUuid: String(instance.uuid) })
  await make('openstack-ports', { ...port(11), name: named('port') })
  await make('openstack-floating-ips', { ...place, name: named('address') })

  const ofTenant = { ...owners, tenantUuid: tenant.uuid, parentUuid: String(soldAs.uuid) }
  await make('marketplace-public-offerings', { ...ofTenant, type: 'OpenStack.Instance', name: named('machines') })
  await makeOffering({ ...ofTenant, type: 'OpenStack.Volume', name: named('disks') })
  const resource = await make('marketplace-resources', {
    ...owners,
    name: named('resource'),
    offeringUuid: soldAs.uuid,
    scopeUuid: tenant.uuid,
  })
  await make('marketplace-orders', {
    ...owners,
    offeringUuid: soldAs.uuid,
    resourceUuid: resource.uuid,
    providerCustomerUuid: soldAs.customerUuid,
    createdBy: user.uuid,
  })
  const about = { ...place, resourceUuid: instance.uuid }
  await make('foyer-jobs', { ...about, userUuid: user.uuid, resourceName: named('instance') })
  await make('events', { ...about, userUuid: user.uuid, username: user.username })
  await make('foyer-sync-runs', place)
  await make('foyer-drifts', place)

  return {
    customer,
    project,
    provider,
    tenant,
    rows,
    person: async (role) => {
      const someone = await makeUser()
      await grantRole(someone, role, role.startsWith('CUSTOMER') ? { customer } : { project })
      return actorOf(someone)
    },
  }
}

const SERVER = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Every table of the portal by name. */
export const loadTables = async (): Promise<Map<string, AnyTable>> => {
  const tables = new Map<string, AnyTable>()
  for (const file of globSync('**/table.ts', { cwd: SERVER }))
    for (const value of Object.values(await import(path.join(SERVER, file))))
      if (is(value, SQLiteTable) || is(value, PgTable)) tables.set(getTableName(value), value as AnyTable)
  return tables
}

/** All rows of the database, as text by table: what a refused request must leave as it is. */
export const snapshot = async (tables: Map<string, AnyTable>): Promise<Record<string, string>> => {
  const all: Record<string, string> = {}
  for (const [name, table] of tables) {
    const rows = (await db.select().from(table)).map((row) => JSON.stringify(row))
    all[name] = rows.sort().join('\n')
  }
  return all
}
