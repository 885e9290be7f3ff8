/** What forbids an action on a network, as pure functions of its public JSON. Copied for the browser: imports nothing. */
type Network = { subnets: readonly unknown[] }

export const guards = {
  create_subnet: [
    {
      reason: 'Internal network cannot have more than one subnet.',
      ok: (network: Network) => network.subnets.length === 0,
      status: 400 as const,
      field: 'non_field_errors',
    },
  ],
}
