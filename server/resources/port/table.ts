import { k } from '../../../db/columns.ts'
import { resourceColumns } from '../base/columns.ts'

export type FixedIp = { ip_address: string; subnet_id: string }
export type AllowedAddressPair = { ip_address: string; mac_address?: string }

/** `runtimeState` is Neutron's status: ACTIVE, DOWN, BUILD. */
export const ports = k.table(
  'ports',
  {
    ...resourceColumns(),
    networkUuid: k.text('network_uuid').notNull(),
    /** Our subnet of the first fixed address. */
    subnetUuid: k.text('subnet_uuid'),
    /** Null while on no instance. */
    instanceUuid: k.text('instance_uuid'),
    macAddress: k.text('mac_address').notNull().default(''),
    /** `subnet_id` is Neutron's. */
    fixedIps: k.json<FixedIp[]>('fixed_ips').notNull().default([]),
    allowedAddressPairs: k.json<AllowedAddressPair[]>('allowed_address_pairs').notNull().default([]),
    adminStateUp: k.bool('admin_state_up').notNull().default(true),
    portSecurityEnabled: k.bool('port_security_enabled').notNull().default(true),
    deviceId: k.text('device_id').notNull().default(''),
    deviceOwner: k.text('device_owner').notNull().default(''),
    /** Made for its instance, so it goes with it; ports that were there before stay. */
    madeWithInstance: k.bool('made_with_instance').notNull().default(false),
  },
  (t) => [
    k.index('ports_tenant').on(t.tenantUuid),
    k.index('ports_instance').on(t.instanceUuid),
    k.index('ports_network').on(t.networkUuid),
    k.index('ports_backend').on(t.backendId),
    k.index('ports_device').on(t.deviceId),
  ],
)
export type PortRow = typeof ports.$inferSelect

export const portSecurityGroups = k.table(
  'port_security_groups',
  {
    portUuid: k.text('port_uuid').notNull(),
    securityGroupUuid: k.text('security_group_uuid').notNull(),
  },
  (t) => [
    k.uniqueIndex('port_security_groups_pair').on(t.portUuid, t.securityGroupUuid),
    k.index('port_security_groups_group').on(t.securityGroupUuid),
  ],
)
