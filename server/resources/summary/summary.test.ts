import { describe, expect, test } from 'vitest'
import type { Registry } from '../../api/define.ts'
import { newUuid } from '../../ids.ts'
import { apiOf, makeActor, makeHolder } from '../../testing/api.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { makeToy, toys } from '../../testing/toys.ts'
import { scopeFilters } from '../base/filters.ts'
import { volumes } from '../volume/table.ts'
import { summaryResource } from './index.ts'

openTestDatabase()

const counted = { ...toys, path: 'openstack-toys', filters: { ...toys.filters, ...scopeFilters(volumes) } }
const registry: Registry = [counted, summaryResource(() => registry)]

describe('counts by type and state', () => {
  test('objects of the project are counted, of each state apart', async () => {
    const projectUuid = newUuid()
    for (const state of ['OK', 'OK', 'ERRED'] as const) await makeToy({ projectUuid, state })
    await makeToy({ projectUuid: newUuid() })
    const api = apiOf(registry, makeActor())
    const { status, body } = await api('GET', `/api/foyer-summaries/?project_uuid=${projectUuid}`)
    expect(status).toBe(200)
    const count = (state: string) => body.find((row: { state: string }) => row.state === state)?.count
    expect([count('OK'), count('ERRED')]).toEqual([2, 1])
  })

  test('who has no role there counts nothing', async () => {
    const projectUuid = newUuid()
    await makeToy({ projectUuid })
    const other = apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', newUuid()))
    expect((await other('GET', `/api/foyer-summaries/?project_uuid=${projectUuid}`)).body).toEqual([])
    expect((await apiOf(registry, null)('GET', '/api/foyer-summaries/')).status).toBe(401)
  })
})
