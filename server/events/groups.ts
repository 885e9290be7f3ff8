/** Waldur's groups of event types (contract 5.3, 8): what `feature` filters by and `event_groups/` answers. */

const steps = (...names: string[]) =>
  names.flatMap((name) => [`${name}_scheduled`, `${name}_succeeded`, `${name}_failed`])
const each = (prefix: string, verbs: readonly string[]) => verbs.map((verb) => `${prefix}_${verb}`)

const CHANGED = ['creation_succeeded', 'update_succeeded', 'deletion_succeeded']
const MADE = ['created', 'updated', 'deleted', 'imported', 'pulled', 'cleaned']
const REQUEST = ['requested', 'succeeded', 'failed', 'canceled']

export const EVENT_GROUPS: Record<string, readonly string[]> = {
  auth: [
    'auth_logged_in_with_username',
    'auth_login_failed_with_username',
    'auth_logged_out',
    'token_created',
    'token_revoked',
    'token_lifetime_updated',
  ],
  users: [
    ...each('user', CHANGED),
    'user_activated',
    'user_deactivated',
    'user_password_updated',
    'user_password_link_created',
  ],
  permissions: ['role_granted', 'role_updated', 'role_revoked', ...each('role', CHANGED)],
  ssh: ['ssh_key_creation_succeeded', 'ssh_key_deletion_succeeded'],
  customers: each('customer', CHANGED),
  projects: each('project', CHANGED),
  settings: ['settings_updated'],
  resources: [
    ...steps('resource_creation', 'resource_deletion', 'resource_pull', 'resource_start', 'resource_stop'),
    'resource_update_succeeded',
    'resource_import_succeeded',
    ...steps('resource_restart', 'resource_rescue', 'resource_unrescue', 'resource_change_flavor'),
    ...steps('resource_attach', 'resource_detach', 'resource_extend', 'resource_extend_volume', 'resource_retype'),
    ...steps('resource_assign_floating_ip', 'resource_unassign_floating_ip', 'resource_update_floating_ips'),
    ...steps('resource_update_security_groups', 'resource_update_ports', 'resource_update_allowed_address_pairs'),
    ...steps('resource_backup_creation', 'resource_backup_restoration', 'resource_backup_deletion'),
  ],
  openstack: [
    'openstack_tenant_quota_limit_updated',
    ...['network', 'subnet', 'security_group', 'port'].flatMap((kind) => each(`openstack_${kind}`, MADE)),
    ...each('openstack_server_group', ['created', 'deleted', 'imported', 'pulled', 'cleaned']),
    ...each('openstack_security_group_rule', ['created', 'updated', 'deleted', 'imported', 'cleaned']),
    'openstack_security_group_rules_changed',
    ...each('openstack_security_group', ['added_remotely', 'added_locally', 'removed_remotely', 'removed_locally']),
    'openstack_instance_security_groups_changed',
    ...each('openstack_port', [
      'security_enabled',
      'security_disabled',
      'allowed_address_pairs_changed',
      'security_groups_changed',
    ]),
    ...each('openstack_floating_ip', ['attached', 'detached', 'connected', 'disconnected', 'description_updated']),
    ...each('openstack_router', ['updated', 'interface_added', 'interface_removed']),
    'openstack_subnet_host_routes_changed',
    'openstack_rbac_policy_created',
    'openstack_rbac_policy_deleted',
  ],
  marketplace: [
    ...each('marketplace_order', ['created', 'approved', 'rejected', 'completed', 'failed', 'terminated', 'unlinked']),
    ...['create', 'update', 'terminate'].flatMap((act) => each(`marketplace_resource_${act}`, REQUEST)),
    ...each('marketplace_resource', [
      'update_limits_succeeded',
      'update_limits_failed',
      'update_end_date_succeeded',
      'erred_on_backend',
      'unlinked',
      'paused',
      'downscaled',
    ]),
    'marketplace_offering_created',
    'marketplace_offering_updated',
    ...each('marketplace_offering_component', ['created', 'updated', 'deleted']),
    ...each('marketplace_plan', ['created', 'updated', 'archived', 'deleted']),
  ],
  console: ['resource_console_opened', 'resource_console_closed'],
}

/** Waldur's names of what an event may be about. */
export const SCOPE_TYPES: Record<string, string> = {
  customers: 'structure.customer',
  projects: 'structure.project',
  users: 'core.user',
  keys: 'core.sshpublickey',
  roles: 'permissions.role',
  'marketplace-provider-offerings': 'marketplace.offering',
  'marketplace-orders': 'marketplace.order',
  'marketplace-resources': 'marketplace.resource',
  'openstack-tenants': 'openstack.tenant',
  'openstack-instances': 'openstack.instance',
  'openstack-volumes': 'openstack.volume',
  'openstack-networks': 'openstack.network',
  'openstack-subnets': 'openstack.subnet',
  'openstack-routers': 'openstack.router',
  'openstack-ports': 'openstack.port',
  'openstack-floating-ips': 'openstack.floatingip',
  'openstack-security-groups': 'openstack.securitygroup',
}
