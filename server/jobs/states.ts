/** The states of a resource and who moves it between them. Source: contract 3.1. */
export const STATES = [
  'CREATION_SCHEDULED',
  'CREATING',
  'UPDATE_SCHEDULED',
  'UPDATING',
  'DELETION_SCHEDULED',
  'DELETING',
  'OK',
  'ERRED',
] as const
export type State = (typeof STATES)[number]

export type JobKind = 'create' | 'update' | 'delete' | 'pull'

/** What a job of a kind does to its resource's state. `done` of a deletion is the end of the row. */
export const TRANSITIONS: Record<
  JobKind,
  { from: readonly State[]; accepted: State; running: State; done: State | null; failed: State }
> = {
  create: { from: [], accepted: 'CREATION_SCHEDULED', running: 'CREATING', done: 'OK', failed: 'ERRED' },
  update: { from: ['OK', 'ERRED'], accepted: 'UPDATE_SCHEDULED', running: 'UPDATING', done: 'OK', failed: 'ERRED' },
  delete: { from: ['OK', 'ERRED'], accepted: 'DELETION_SCHEDULED', running: 'DELETING', done: null, failed: 'ERRED' },
  pull: { from: ['OK', 'ERRED'], accepted: 'UPDATE_SCHEDULED', running: 'UPDATING', done: 'OK', failed: 'ERRED' },
}
