// Made by `npm run gen` from server/resources/instance/rules.ts: edit that.
/** What forbids an action on an instance, as pure functions of its public JSON. Copied for the browser: imports nothing. */
type Instance = { runtime_state: string; backend_id: string | null }

const inCloud = {
  reason: 'The instance is not in the cloud.',
  ok: (instance: Instance) => Boolean(instance.backend_id),
}

export const guards = {
  console: [
    {
      reason: 'The instance is not running.',
      ok: (instance: Instance) => ['ACTIVE', 'RESCUE', 'PAUSED'].includes(instance.runtime_state),
    },
  ],
  console_log: [inCloud],
  update_security_groups: [
    {
      reason: 'The instance is busy or broken in the cloud.',
      ok: (instance: Instance) => ['ACTIVE', 'SHUTOFF'].includes(instance.runtime_state),
    },
  ],
}
