import { k } from '../../../db/columns.ts'
import { resourceColumns } from '../base/columns.ts'

/** `tenantUuid` is the row's own uuid. `backendId` is the Keystone project. */
export const tenants = k.table(
  'tenants',
  {
    ...resourceColumns(),
    availabilityZone: k.text('availability_zone').notNull().default(''),
    defaultVolumeTypeName: k.text('default_volume_type_name').notNull().default(''),
    /** Neutron ids. */
    internalNetworkId: k.text('internal_network_id').notNull().default(''),
    externalNetworkId: k.text('external_network_id').notNull().default(''),
    userUsername: k.text('user_username').notNull().default(''),
    /** Encrypted. */
    userPassword: k.text('user_password').notNull().default(''),
    /** Keystone user. */
    userBackendId: k.text('user_backend_id').notNull().default(''),
    skipCreationOfDefaultRouter: k.bool('skip_creation_of_default_router').notNull().default(false),
  },
  (t) => [
    k.index('tenants_project').on(t.projectUuid, t.name),
    k.index('tenants_backend').on(t.settingsUuid, t.backendId),
  ],
)
export type TenantRow = typeof tenants.$inferSelect
