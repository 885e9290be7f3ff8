// Made by `npm run gen` from server/resources/floating-ip/rules.ts: edit that.
/** What forbids an action on a floating IP, as pure functions of its public JSON. Copied for the browser: imports nothing. */
type FloatingIp = { port: string | null; runtime_state: string }

export const guards = {
  attach: [
    {
      reason: 'The address is reserved for an instance that is being created.',
      ok: (floatingIp: FloatingIp) => floatingIp.runtime_state !== 'BOOKED',
    },
  ],
  detach: [
    {
      reason: 'The floating IP is not attached to a port.',
      ok: (floatingIp: FloatingIp) => Boolean(floatingIp.port),
      status: 400 as const,
      field: 'port',
    },
  ],
}
