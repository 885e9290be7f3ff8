// Made by `npm run gen` from server/resources/snapshot/rules.ts: edit that.
/** What forbids an action on a snapshot or its volume, as pure functions of public JSON. Copied for the browser: imports nothing. */
type Stored = { runtime_state: string; backend_id: string | null }

export const guards = {
  snapshot: [
    {
      reason: 'The volume is busy or broken in the cloud.',
      ok: (volume: Stored) => Boolean(volume.backend_id) && ['available', 'in-use'].includes(volume.runtime_state),
    },
  ],
}
