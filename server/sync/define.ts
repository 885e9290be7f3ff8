/** How a type says what the cloud holds of it. One reconciler reads these declarations; a type has at most one. */
import type { CloudSession } from '../openstack/login.ts'

/** Where a tenant's rows stand. */
export type Place = { tenantUuid: string; projectUuid: string; customerUuid: string; settingsUuid: string }

/** Rows of other tables that follow an object (groups of a port, rules of a group). `write` runs in a transaction. */
export type Follow = { write: () => Promise<void> }

export type SyncSource<Row, O, Context = unknown> = {
  /** `network`: names audit entries and leftovers. */
  kind: string
  group: 'resources' | 'subresources'
  /** Kinds that others point at come first. */
  rank: number
  /**
   * All objects of the cloud, as the provider's account sees them. `since`: those that changed after that moment, where the
   * service can tell; undefined when it cannot.
   */
  list: (session: CloudSession, since?: Date) => AsyncIterable<O> | undefined
  /** @throws OpenStackError 404 when it is gone */
  get: (session: CloudSession, id: string) => Promise<unknown>
  remove: (session: CloudSession, id: string) => Promise<unknown>
  id: (object: O) => string
  /** Keystone's id. */
  project: (object: O) => string
  /** Our uuid in the mark that the object bears since the call that made it. */
  mark: (object: O) => string | undefined
  createdAt: (object: O) => Date | null
  /** Says nothing about itself now (a cell is down): left alone. */
  isUnreadable?: (object: O) => boolean
  /** Listed, but deleted already. */
  isDeleted?: (object: O) => boolean
  /** In an error of the cloud's own: an ERRED row stays so. */
  isFaulty?: (object: O) => boolean
  /** Nobody works with it now: a second copy may be removed. */
  isIdle?: (object: O) => boolean
  /** One line about an object that the portal does not know. */
  words: (object: O) => string
  /** What the pass needs to translate, read once: rows that objects point at, lists of other objects. */
  prepare: (settingsUuid: string, session: CloudSession) => Promise<Context>
  /** The columns that the cloud decides; undefined when the object has no place among our rows. */
  columns: (object: O, context: Context, row: Row | undefined, place: Place) => Partial<Row> | undefined
  follow?: (object: O, context: Context, row: Row) => Follow | undefined
  /** What goes with a row whose object is gone. In a transaction. */
  drop?: (row: Row) => Promise<void>
  /** Whether objects that are new become rows; others are shown as drift. */
  isImported: boolean
  /** Names of its audit entries; default `openstack_<kind>_imported` and `…_cleaned`. */
  events?: { imported: string; cleaned: string }
}

// biome-ignore lint/suspicious/noExplicitAny: sources of any row and object
export type AnySync = SyncSource<any, any, any>

export const syncOf = <Row, O, Context = unknown>(source: SyncSource<Row, O, Context>): SyncSource<Row, O, Context> =>
  source
