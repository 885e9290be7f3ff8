// Made by `npm run gen` from server/resources/drift/rules.ts: edit that.
/** What forbids a decision about a difference, as pure functions of its public JSON. Copied for the browser: imports nothing. */
type Drift = { state: string; kind: string }

const open = {
  reason: 'Portal and cloud agree by now.',
  ok: (drift: Drift) => drift.state !== 'resolved',
  status: 409 as const,
}
const quota = {
  reason: 'Only a quota can be adopted or pushed.',
  ok: (drift: Drift) => drift.kind === 'quota_limit',
  status: 409 as const,
}
const missing = {
  reason: 'Only what is missing in the cloud can be removed here.',
  ok: (drift: Drift) => drift.kind === 'missing_in_cloud',
  status: 409 as const,
}

export const guards = {
  adopt: [open, quota],
  push: [open, quota],
  remove: [open, missing],
  ignore: [open],
}
