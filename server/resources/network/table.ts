import { k } from '../../../db/columns.ts'
import { resourceColumns } from '../base/columns.ts'

/** Networks of a tenant. The provider's external networks are rows of `external_networks`. */
export const networks = k.table(
  'networks',
  {
    ...resourceColumns(),
    isExternal: k.bool('is_external').notNull().default(false),
    type: k.text('type').notNull().default(''),
    segmentationId: k.int('segmentation_id'),
    mtu: k.int('mtu'),
    portSecurityEnabled: k.bool('port_security_enabled').notNull().default(true),
  },
  (t) => [k.index('networks_tenant').on(t.tenantUuid, t.name), k.index('networks_backend').on(t.backendId)],
)
export type NetworkRow = typeof networks.$inferSelect
