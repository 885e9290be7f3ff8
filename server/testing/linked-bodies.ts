/**
 * Bodies that name other objects, for the tests of isolation: good in every field, so that a link of somebody else's is
 * what they are refused for. A new field that takes a link belongs here, or among the plain texts below; a test tells.
 */
import { z } from 'zod'
import type { JsonSchema } from '../api/json-schema.ts'
import type { AnyRow } from './organisation.ts'

/** Stands for an object of the caller's own, named by its uuid or by another column. */
export class Named {
  readonly collection: string
  readonly column: 'uuid' | 'backendId'
  /** Which of the caller's organisations: the one that buys, or the one with a cloud of its own. */
  readonly of: 'buyer' | 'seller'
  constructor(collection: string, { column = 'uuid', of = 'buyer' }: Partial<Pick<Named, 'column' | 'of'>> = {}) {
    this.collection = collection
    this.column = column
    this.of = of
  }
}
const own = (collection: string) => new Named(collection)
const sellers = (collection: string) => new Named(collection, { of: 'seller' })

/** `row`: what the row of the path needs. `refused`: why the body is not taken although all that it names is one's own. */
export type LinkedBody = { body: unknown; row?: AnyRow; refused?: string }

const machine = {
  name: 'machine',
  flavor: own('openstack-flavors'),
  image: own('openstack-images'),
  system_volume_size: 10_240,
  system_volume_type: own('openstack-volume-types'),
  data_volume_size: 1024,
  data_volume_type: own('openstack-volume-types'),
  data_volumes: [{ size: 1024, volume_type: own('openstack-volume-types') }],
  ports: [{ subnet: own('openstack-subnets') }],
  security_groups: [{ url: own('openstack-security-groups') }],
  ssh_public_key: own('keys'),
  availability_zone: own('openstack-instance-availability-zones'),
}
const disk = {
  name: 'disk',
  size: 1024,
  image: own('openstack-images'),
  type: own('openstack-volume-types'),
  availability_zone: own('openstack-volume-availability-zones'),
}
const limits = { cores: 1, ram: 1024, storage: 10_240 }
const rule = {
  ethertype: 'IPv4',
  direction: 'ingress',
  protocol: 'tcp',
  from_port: 22,
  to_port: 22,
  remote_group: own('openstack-security-groups'),
}
const order = { offering: own('marketplace-public-offerings'), project: own('projects') }
const place = { tenant: own('openstack-tenants'), project: own('projects') }
const interfaces: LinkedBody[] = [
  { body: { subnet: own('openstack-subnets') }, refused: 'waits for the cloud' },
  { body: { port: own('openstack-ports') }, refused: 'waits for the cloud' },
]
const group = own('openstack-security-groups')

/** By method and pattern. PATCH is asked what PUT is asked. */
export const LINKED_BODIES: Record<string, LinkedBody[]> = {
  'POST projects': [{ body: { name: 'new', customer: own('customers') } }],
  'POST personal-access-tokens': [
    {
      body: {
        name: 'script',
        scopes: ['read'],
        allowed_scopes: [{ type: 'project', uuid: own('projects') }],
        expires_at: new Date(Date.now() + 86_400_000).toISOString(),
      },
    },
    {
      body: {
        name: 'script',
        scopes: ['read'],
        allowed_scopes: [{ type: 'customer', uuid: own('customers') }],
        expires_at: new Date(Date.now() + 86_400_000).toISOString(),
      },
    },
  ],
  'POST openstack-tenants': [
    { body: { name: 'tenant', project: sellers('projects'), service_settings: sellers('service-settings'), limits } },
    {
      body: {
        name: 'tenant',
        project: sellers('projects'),
        offering: sellers('marketplace-provider-offerings'),
        plan: sellers('marketplace-plans'),
        limits,
      },
    },
  ],
  'POST openstack-tenants/{uuid}/create_floating_ip': [{ body: { router: own('openstack-routers') } }],
  'POST openstack-tenants/{uuid}/create_security_group': [{ body: { name: 'web', rules: [rule] } }],
  'POST marketplace-plans': [{ body: { name: 'plan', offering: own('marketplace-provider-offerings') } }],
  'POST marketplace-provider-offerings': [
    { body: { name: 'cloud', type: 'OpenStack.Tenant', customer: own('customers') }, refused: 'no such cloud' },
  ],
  'POST marketplace-orders': [
    { body: { ...order, attributes: machine } },
    {
      body: {
        offering: sellers('marketplace-provider-offerings'),
        project: sellers('projects'),
        plan: sellers('marketplace-plans'),
        limits,
        attributes: { name: 'tenant' },
      },
    },
  ],
  'POST foyer-connection-tests': [
    { body: { offering: own('marketplace-provider-offerings'), service_attributes: {} }, refused: 'no such cloud' },
    { body: { customer: own('customers'), service_attributes: {} }, refused: 'no such cloud' },
  ],
  'POST openstack-instances': [
    { body: { ...machine, ...place } },
    { body: { ...machine, ...place, ports: [{ port: own('openstack-ports') }] } },
    {
      body: {
        ...machine,
        ...place,
        ports: [
          {
            subnet: own('openstack-subnets'),
            fixed_ips: [{ subnet_id: new Named('openstack-subnets', { column: 'backendId' }) }],
          },
        ],
        floating_ips: [{ subnet: own('openstack-subnets'), url: own('openstack-floating-ips') }],
      },
    },
  ],
  'POST openstack-instances/{uuid}/change_flavor': [
    { row: { runtimeState: 'SHUTOFF' }, body: { flavor: own('openstack-flavors') } },
  ],
  'POST openstack-instances/{uuid}/update_security_groups': [{ body: { security_groups: [group] } }],
  'POST openstack-instances/{uuid}/attach_volume': [{ body: { volume: own('openstack-volumes') } }],
  'POST openstack-instances/{uuid}/detach_volume': [
    { body: { volume: own('openstack-volumes') }, refused: 'it is attached to nothing' },
  ],
  'POST openstack-instances/{uuid}/update_allowed_address_pairs': [
    {
      body: { subnet: own('openstack-subnets'), allowed_address_pairs: [] },
      refused: 'the instance has no port there',
    },
  ],
  'POST openstack-volumes/{uuid}/retype': [{ body: { type: own('openstack-volume-types') } }],
  'POST openstack-volumes/{uuid}/create_from_snapshot': [
    { body: { name: 'restored', snapshot: own('openstack-snapshots') }, refused: 'it is of another volume' },
  ],
  'POST openstack-snapshots': [{ body: { name: 'kept', source_volume: own('openstack-volumes') } }],
  'POST openstack-volumes': [{ body: { ...disk, ...place } }],
  'POST openstack-volumes/{uuid}/attach': [{ body: { instance: own('openstack-instances') } }],
  'POST openstack-networks': [{ body: { name: 'network', tenant: own('openstack-tenants') } }],
  'POST openstack-networks/{uuid}/create_subnet': [
    { body: { name: 'subnet', cidr: '10.9.0.0/24', router: own('openstack-routers') } },
  ],
  'POST openstack-subnets': [
    {
      body: {
        name: 'subnet',
        cidr: '10.9.0.0/24',
        network: own('openstack-networks'),
        router: own('openstack-routers'),
      },
      refused: 'the network has a subnet already',
    },
  ],
  'POST openstack-subnets/{uuid}/connect': [{ body: { router: own('openstack-routers') } }],
  'POST openstack-routers': [{ body: { name: 'router', tenant: own('openstack-tenants') } }],
  'POST openstack-routers/{uuid}/add_router_interface': interfaces,
  'POST openstack-routers/{uuid}/add_interface': interfaces,
  'POST openstack-routers/{uuid}/remove_router_interface': interfaces,
  'POST openstack-routers/{uuid}/remove_interface': interfaces,
  'POST openstack-ports': [
    {
      body: {
        name: 'port',
        network: own('openstack-networks'),
        target_tenant: own('openstack-tenants'),
        fixed_ips: [{ subnet_id: new Named('openstack-subnets', { column: 'backendId' }) }],
        security_groups: [{ url: group }],
      },
    },
    { body: { name: 'port', network: own('openstack-networks'), security_groups: [{ uuid: group }] } },
  ],
  'POST openstack-ports/{uuid}/update_port_ip': [
    { body: { subnet: own('openstack-subnets'), ip_address: '192.168.42.77' }, refused: 'waits for the cloud' },
  ],
  'POST openstack-ports/{uuid}/update_security_groups': [{ body: { security_groups: [group] } }],
  'POST openstack-floating-ips': [{ body: { tenant: own('openstack-tenants'), router: own('openstack-routers') } }],
  'POST openstack-floating-ips/{uuid}/attach_to_port': [{ body: { port: own('openstack-ports') } }],
  'POST openstack-floating-ips/{uuid}/assign': [
    { body: { port: own('openstack-ports') } },
    { body: { instance: own('openstack-instances'), subnet: own('openstack-subnets') } },
  ],
  'POST openstack-security-groups': [{ body: { name: 'web', rules: [rule], tenant: own('openstack-tenants') } }],
  'POST openstack-sgp': [{ body: { name: 'web', rules: [rule], tenant: own('openstack-tenants') } }],
  'POST openstack-security-groups/{uuid}/set_rules': [{ body: [rule] }],
  'POST openstack-sgp/{uuid}/set_rules': [{ body: [rule] }],
  'POST openstack-security-groups/{uuid}/rules': [{ body: rule }],
  'POST openstack-sgp/{uuid}/rules': [{ body: rule }],
  'POST foyer-console-tickets': [{ body: { instance: own('openstack-instances') }, refused: 'asks for a browser' }],
  'POST foyer-preflight': [{ body: { tenant: own('openstack-tenants') } }],
}

/** Texts that name nothing, or nothing that is somebody's. */
const PLAIN = new Set(
  `name description email username first_name last_name native_name abbreviation slug contact_details
  agreement_number phone_number access_subnets registration_code homepage domain vat_code postal address bank_name
  bank_account country notification_emails city state parish street house_nr apartment_nr household backend_id
  preferred_language job_title organization personal_title country_of_residence nationality new_password
  current_password oecd_fos_2007_code permissions public_key title unit error_message error_traceback user_password
  subnet_cidr user_username default_volume_type_name cidr protocol mac_address ip_address user_data paused_reason
  request_comment callback_url full_description terms_of_service privacy_policy_link helpdesk_url documentation_url
  access_url getting_started integration_guide article_code floating_ip external_ip external_network_id backend_url
  password tenant_name region certificate flavor_exclude_regex volume_type_blacklist console_domain_override
  volume_availability_zone_name valid_availability_zones dns_nameservers blacklisted_usernames
  consumer_rejection_comment provider_rejection_comment SITE_NAME SITE_DESCRIPTION SITE_EMAIL SITE_PHONE DOCS_URL
  CURRENCY_NAME DEFAULT_BLACKLISTED_USERNAMES OPENSTACK_ALLOWED_ADDRESSES expires_at expiration_time start_date end_date
  metadata prices device`.split(/\s+/),
)

/** Objects that are for all to see, or that whoever knows the uuid may name. */
const OPEN = new Set([
  'category',
  'role',
  // An invitation (contract 2.2): the person gets a role, and nothing of theirs is shown or changed.
  'user',
])
/** Plain in these operations only. */
const PLAIN_IN: Record<string, readonly string[]> = {
  // Zones by name, which the cloud judges.
  'POST openstack-tenants': ['availability_zone'],
  'PUT openstack-tenants/{uuid}': ['availability_zone'],
  'POST marketplace-provider-offerings': ['availability_zone'],
  'POST marketplace-provider-offerings/{uuid}/update_integration': ['availability_zone'],
  'POST foyer-connection-tests': ['availability_zone'],
  // Of external networks, which are for all to see.
  'POST openstack-routers/{uuid}/set_external_gateway': ['subnet_id'],
  'POST openstack-routers/{uuid}/set_gateway': ['subnet_id'],
  // Volume types by name, for counting.
  'POST foyer-preflight': ['type'],
  // A component of the offering that the path names.
  'POST marketplace-provider-offerings/{uuid}/update_offering_component': ['uuid'],
}

export type Leaf = { named: Named; path: (string | number)[] }

export const leavesOf = (body: unknown, path: Leaf['path'] = []): Leaf[] => {
  if (body instanceof Named) return [{ named: body, path }]
  if (Array.isArray(body)) return body.flatMap((one, index) => leavesOf(one, [...path, index]))
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([name, one]) => leavesOf(one, [...path, name]))
}

/** The body as it is sent: each name replaced by what `text` gives for it. */
export const fill = (body: unknown, text: (leaf: Leaf) => string, path: Leaf['path'] = []): unknown => {
  if (body instanceof Named) return text({ named: body, path })
  if (Array.isArray(body)) return body.map((one, index) => fill(one, text, [...path, index]))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([name, one]) => [name, fill(one, text, [...path, name])]))
}

const fieldOf = ({ path }: Leaf) => String(path.findLast((part) => typeof part === 'string') ?? '')

/** Names of the fields of a schema that take free text. */
const textsOf = (schema: JsonSchema, name = ''): string[] => {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])]
  const own = schema.type === 'string' && !schema.enum && !schema.format && !schema.pattern ? [name] : []
  return [
    ...own,
    ...parts.flatMap((part) => textsOf(part, name)),
    ...(typeof schema.additionalProperties === 'object' ? textsOf(schema.additionalProperties, name) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([field, part]) => textsOf(part, field)),
  ]
}

/** Fields of an operation's input of which nobody has said yet whether they name objects. */
export const unknownTexts = (operation: string, input: z.ZodType | undefined): string[] => {
  if (!input) return []
  const schema = z.toJSONSchema(input, { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' }) as JsonSchema
  const linked = (LINKED_BODIES[operation] ?? []).flatMap(({ body }) => leavesOf(body).map(fieldOf))
  const known = new Set([...linked, ...(PLAIN_IN[operation] ?? [])])
  return [...new Set(textsOf(schema))].filter((name) => !known.has(name) && !OPEN.has(name) && !PLAIN.has(name))
}
