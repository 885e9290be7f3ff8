/** Which rows of ours the ids of Neutron and Nova mean. Pulls of one object ask for a few ids, sync loads them all. */
import { and, eq, inArray } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { instances } from '../instance/table.ts'
import { networks } from '../network/table.ts'
import { ports } from '../port/table.ts'
import { routers } from '../router/table.ts'
import { securityGroups } from '../security-group/table.ts'
import { subnets } from '../subnet/table.ts'

const TABLES = {
  network: networks,
  subnet: subnets,
  port: ports,
  router: routers,
  securityGroup: securityGroups,
  instance: instances,
}
export type RefKind = keyof typeof TABLES

/** Our uuid for an id of the cloud; undefined when no row has it. */
export type Refs = (kind: RefKind, backendId: string | null | undefined) => string | undefined

export type Wanted = Partial<Record<RefKind, readonly (string | null | undefined)[] | 'all'>>

/** One query per kind. `all` loads every row of the provider: for whole-cloud passes. */
export const loadRefs = async (settingsUuid: string, wanted: Wanted): Promise<Refs> => {
  const maps = new Map<RefKind, Map<string, string>>()
  for (const [kind, ids] of Object.entries(wanted) as [RefKind, Wanted[RefKind]][]) {
    const table = TABLES[kind] as typeof networks
    const given = ids === 'all' ? [] : [...new Set((ids ?? []).filter((id): id is string => Boolean(id)))]
    if (ids !== 'all' && given.length === 0) continue
    const rows = await db
      .select({ uuid: table.uuid, backendId: table.backendId })
      .from(table)
      .where(and(eq(table.settingsUuid, settingsUuid), ids === 'all' ? undefined : inArray(table.backendId, given)))
    maps.set(kind, new Map(rows.filter((row) => row.backendId).map((row) => [row.backendId, row.uuid])))
  }
  return (kind, id) => (id ? maps.get(kind)?.get(id) : undefined)
}
