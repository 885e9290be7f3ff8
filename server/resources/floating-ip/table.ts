import { k } from '../../../db/columns.ts'
import { resourceColumns } from '../base/columns.ts'

/** `name` is the address, `runtimeState` ACTIVE, DOWN, ERRED or BOOKED. */
export const floatingIps = k.table(
  'floating_ips',
  {
    ...resourceColumns(),
    address: k.text('address').notNull().default(''),
    /** After the offering's NAT mapping (contract 4.8); empty without one. */
    externalAddress: k.text('external_address').notNull().default(''),
    /** Neutron id of the external network. */
    backendNetworkId: k.text('backend_network_id').notNull().default(''),
    portUuid: k.text('port_uuid'),
    /** Neutron's fixed address on the port. */
    fixedIpAddress: k.text('fixed_ip_address').notNull().default(''),
  },
  (t) => [
    k.index('floating_ips_tenant').on(t.tenantUuid, t.address),
    k.index('floating_ips_port').on(t.portUuid),
    k.index('floating_ips_backend').on(t.backendId),
  ],
)
export type FloatingIpRow = typeof floatingIps.$inferSelect
