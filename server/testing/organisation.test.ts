import { expect, test } from 'vitest'
import { registry } from '../registry.ts'
import { apiOf } from './api.ts'
import { openTestDatabase } from './database.ts'
import { loadFactories } from './factories.ts'
import { loadTables, makeOrganisation, NOBODYS, snapshot } from './organisation.ts'

openTestDatabase()

test('an organisation has a row of every type that belongs to somebody', async () => {
  const { rows } = await makeOrganisation(await loadFactories(), 'own')
  const collections = registry.filter((def) => def.list || def.retrieve).map((def) => def.path)
  expect([...rows.keys(), ...NOBODYS].sort()).toEqual(collections.sort())
})

test('a tenant that somebody sells stands in their cloud', async () => {
  const factories = await loadFactories()
  const seller = await makeOrganisation(factories, 'seller')
  const buyer = await makeOrganisation(factories, 'buyer', seller)
  expect(buyer.tenant.settingsUuid).toBe(seller.provider.uuid)
  const { status, body } = await apiOf(registry, await buyer.person('PROJECT.READER'))('GET', '/api/openstack-tenants/')
  expect([status, body.map(({ uuid }: { uuid: string }) => uuid)]).toEqual([200, [buyer.tenant.uuid]])
})

test('a snapshot notices one changed column', async () => {
  const tables = await loadTables()
  expect(tables.size).toBeGreaterThan(30)
  const before = await snapshot(tables)
  expect(await snapshot(tables)).toEqual(before)
  await makeOrganisation(await loadFactories(), 'another')
  const changed = Object.entries(await snapshot(tables)).filter(([name, rows]) => rows !== before[name])
  expect(changed.map(([name]) => name)).toContain('volumes')
})
