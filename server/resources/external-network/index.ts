/** External networks of providers: any signed-in user sees them. Source: contract 2.3, 4.3. */
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { defineResource } from '../../api/define.ts'
import { byUuid } from '../../api/filters.ts'
import { propertyFields, propertyFilters, propertySchema } from '../base/property-resource.ts'
import { tenants } from '../tenant/table.ts'
import { externalNetworks } from './table.ts'

const PATH = 'openstack-external-networks'

const subnetSchema = z.object({
  backend_id: z.string(),
  name: z.string(),
  cidr: z.string(),
  gateway_ip: z.string().nullable(),
  ip_version: z.int(),
  enable_dhcp: z.boolean(),
  allocation_pools: z.array(z.object({ start: z.string(), end: z.string() })),
  dns_nameservers: z.array(z.string()),
  public_ip_range: z.string(),
  description: z.string(),
})

const schema = propertySchema
  .extend({
    is_shared: z.boolean(),
    is_default: z.boolean(),
    status: z.string(),
    description: z.string(),
    subnets: z.array(subnetSchema),
  })
  .meta({ id: 'ExternalNetwork' })

const ofTenant = byUuid(
  "Networks of the tenant's provider.",
  (uuid) =>
    sql`${externalNetworks.settingsUuid} in (select ${tenants.settingsUuid} from ${tenants} where ${tenants.uuid} = ${uuid})`,
)

export const externalNetworkResource = defineResource({
  path: PATH,
  model: 'ExternalNetwork',
  summary: 'External networks',
  table: externalNetworks,
  schema,
  visible: () => undefined,
  scopeOf: () => ({}),
  present: async (rows, { link }) =>
    rows.map((row) => ({
      ...propertyFields(row, PATH, link),
      is_shared: row.isShared,
      is_default: row.isDefault,
      status: row.status,
      description: '',
      subnets: row.subnets.map((subnet) => ({
        ...subnet,
        enable_dhcp: false,
        dns_nameservers: [],
        public_ip_range: '',
        description: '',
      })),
    })),
  list: true,
  retrieve: true,
  filters: { ...propertyFilters(externalNetworks), tenant: ofTenant, tenant_uuid: ofTenant },
  orderings: { name: externalNetworks.name },
  defaultOrder: [externalNetworks.settingsUuid, externalNetworks.name],
})
