import { k } from '../../../db/columns.ts'
import { resourceColumns } from '../base/columns.ts'

export const instances = k.table(
  'instances',
  {
    ...resourceColumns(),
    cores: k.int('cores').notNull().default(0),
    ramMib: k.int('ram_mib').notNull().default(0),
    /** Sum of the volumes. */
    diskMib: k.int('disk_mib').notNull().default(0),
    minRamMib: k.int('min_ram_mib').notNull().default(0),
    minDiskMib: k.int('min_disk_mib').notNull().default(0),
    flavorName: k.text('flavor_name').notNull().default(''),
    flavorDiskMib: k.int('flavor_disk_mib').notNull().default(0),
    /** Nova's flavor id. */
    flavorBackendId: k.text('flavor_backend_id').notNull().default(''),
    imageName: k.text('image_name').notNull().default(''),
    keyName: k.text('key_name').notNull().default(''),
    keyFingerprint: k.text('key_fingerprint').notNull().default(''),
    userData: k.text('user_data').notNull().default(''),
    availabilityZoneUuid: k.text('availability_zone_uuid'),
    availabilityZoneName: k.text('availability_zone_name').notNull().default(''),
    hypervisorHostname: k.text('hypervisor_hostname').notNull().default(''),
    configDrive: k.bool('config_drive'),
    connectDirectlyToExternalNetwork: k.bool('connect_directly_to_external_network').notNull().default(false),
    startTime: k.time('start_time'),
  },
  (t) => [
    k.index('instances_name').on(t.name, t.createdAt, t.uuid),
    k.index('instances_tenant').on(t.tenantUuid, t.name, t.createdAt, t.uuid),
    k.index('instances_project').on(t.projectUuid, t.name, t.createdAt, t.uuid),
    k.index('instances_customer').on(t.customerUuid),
    k.index('instances_backend').on(t.backendId),
    k.index('instances_settings').on(t.settingsUuid),
  ],
)
export type InstanceRow = typeof instances.$inferSelect

/** Which security groups an instance bears. */
export const instanceSecurityGroups = k.table(
  'instance_security_groups',
  {
    instanceUuid: k.text('instance_uuid').notNull(),
    securityGroupUuid: k.text('security_group_uuid').notNull(),
  },
  (t) => [
    k.uniqueIndex('instance_security_groups_pair').on(t.instanceUuid, t.securityGroupUuid),
    k.index('instance_security_groups_group').on(t.securityGroupUuid),
  ],
)
