/**
 * Rows for the tests that every declared action gets by itself (`server/api/generated.test.ts`). The convention: a type's
 * folder has a `factory.ts` that exports `factories`, by the collection's path:
 *
 *   export const makeVolume: Make<typeof volumes> = (overrides = {}) =>
 *     insertRow(volumes, { ...resourceValues('volume'), sizeMib: 1024, ...overrides })
 *   export const factories: Factories = {
 *     'openstack-volumes': factory(makeVolume, { detach: { instanceUuid: 'ab12…' } }),
 *   }
 */
import { globSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Actor, AnyTable, RowOf } from '../api/define.ts'

/** Writes a row that is OK and at rest, with what it cannot be without (its tenant, its network), and gives it. */
export type Make<T extends AnyTable> = (overrides?: Partial<T['$inferInsert']>) => Promise<RowOf<T>>

type Row = Record<string, unknown>
export type Factory = {
  make: (overrides?: Row) => Promise<Row>
  /** What a row needs so that the guards of an action hold. The action's states are set by themselves. */
  ready: Record<string, Row>
  /** Everybody who is signed in sees these rows. */
  isOpen?: boolean
  /** Somebody who sees the row and may do nothing with it, where no reader of its project or customer does. */
  reader?: (row: Row) => Actor | Promise<Actor>
}
export type Factories = Record<string, Factory>

export const factory = <T extends AnyTable>(
  make: Make<T>,
  ready: Record<string, Partial<T['$inferInsert']>> = {},
  more: Pick<Factory, 'isOpen' | 'reader'> = {},
): Factory => ({ make: make as Factory['make'], ready: ready as Record<string, Row>, ...more })

const RESOURCES = path.join(path.dirname(fileURLToPath(import.meta.url)), '../resources')

/** All factories by collection. */
export const loadFactories = async (): Promise<Map<string, Factory>> => {
  const found = new Map<string, Factory>()
  for (const file of globSync('*/factory.ts', { cwd: RESOURCES }).sort()) {
    const module = (await import(path.join(RESOURCES, file))) as { factories?: Factories }
    if (!module.factories) throw new Error(`server/resources/${file} exports no \`factories\`.`)
    for (const [collection, one] of Object.entries(module.factories)) found.set(collection, one)
  }
  return found
}
