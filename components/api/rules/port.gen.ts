// Made by `npm run gen` from server/resources/port/rules.ts: edit that.
/** What forbids an action on a port, as pure functions of its public JSON. Copied for the browser: imports nothing. */
type Port = {
  port_security_enabled: boolean
  device_owner: string | null
  allowed_address_pairs: readonly unknown[]
}

const secured = { reason: 'Port security is off.', ok: (port: Port) => port.port_security_enabled }

export const guards = {
  destroy: [
    {
      reason: 'The port belongs to a router or to DHCP.',
      ok: (port: Port) => !port.device_owner?.startsWith('network:'),
    },
  ],
  update_security_groups: [secured],
  set_allowed_address_pairs: [secured],
  disable_port_security: [
    {
      reason: 'Remove the allowed address pairs first.',
      ok: (port: Port) => port.allowed_address_pairs.length === 0,
    },
  ],
}
