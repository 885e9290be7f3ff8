// Made by `npm run gen` from server/resources/subnet/rules.ts: edit that.
/** What forbids an action on a subnet, as pure functions of its public JSON. Copied for the browser: imports nothing. */
type Network = { subnets: readonly unknown[] }
type Subnet = { is_connected: boolean; disable_gateway: boolean }

export const guards = {
  /** Of the network. */
  create_subnet: [
    {
      reason: 'Internal network cannot have more than one subnet.',
      ok: (network: Network) => network.subnets.length === 0,
      status: 400 as const,
      field: 'non_field_errors',
    },
  ],
  connect: [
    { reason: 'The subnet is connected already.', ok: (subnet: Subnet) => !subnet.is_connected },
    { reason: 'A subnet without gateway cannot be connected.', ok: (subnet: Subnet) => !subnet.disable_gateway },
  ],
  disconnect: [{ reason: 'The subnet is not connected.', ok: (subnet: Subnet) => subnet.is_connected }],
}
