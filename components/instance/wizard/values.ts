/** The values of the wizard: what it starts with, what they take of quotas, and the order that they make. */
import { gibToMib, mibToGib } from '../../api/units.gen.ts'
import { type Delta, diskDelta, sumDelta } from '../../resource/preflight.ts'
import type { Parts } from '../price.ts'
import { type Choices, type Flavor, type Image, uuidOfLink } from './choices.ts'

export type DiskValues = { size: number | null; type: string }
export type PortValues = {
  /** `subnet:<uuid>` or `port:<uuid>`; empty while nothing is chosen. */
  target: string
  /** Empty: the next free one. */
  address: string
  port_security: boolean
  /** `none`, `new` or the uuid of a free address. */
  floating: string
}
/** Named as the attributes of the order are, so that the server's refusals find their fields. Sizes in GiB. */
export type Values = {
  image: string
  flavor: string
  system_volume_size: number | null
  system_volume_type: string
  data_volumes: DiskValues[]
  ports: PortValues[]
  security_groups: string[]
  ssh_public_key: string
  other_way: boolean
  user_data: string
  config_drive: boolean
  availability_zone: string
  name: string
  description: string
}

export const emptyPort: PortValues = { target: '', address: '', port_security: true, floating: 'none' }

/** The type that disks get unless another is chosen. */
export const defaultType = ({ tenant, volumeTypes }: Choices): string =>
  (
    volumeTypes.find(({ name }) => name === tenant.default_volume_type_name) ??
    volumeTypes.find(({ is_default }) => is_default) ??
    volumeTypes[0]
  )?.uuid ?? ''

/** What the wizard opens with: the only choices there are, and what the address of the page names. */
export const startValues = (choices: Choices, query: { get: (name: string) => string | null }): Values => {
  const { images, flavors, subnets, groups, keys } = choices
  const pick = (rows: readonly { uuid: string }[], wanted: string | null) =>
    rows.find(({ uuid }) => uuid === wanted?.replaceAll('-', ''))?.uuid ?? (rows.length === 1 ? rows[0].uuid : '')
  const network = query.get('network')?.replaceAll('-', '')
  const ready = subnets.filter(({ state }) => state === 'OK')
  const subnet =
    ready.find((one) => network && uuidOfLink(one.network) === network)?.uuid ?? pick(ready, query.get('subnet'))
  const standard = groups.find(({ name }) => name === 'default')
  return {
    image: pick(images, query.get('image')),
    flavor: pick(flavors, query.get('flavor')),
    system_volume_size: null,
    system_volume_type: defaultType(choices),
    data_volumes: [],
    ports: [{ ...emptyPort, target: subnet ? `subnet:${subnet}` : '' }],
    security_groups: standard ? [standard.uuid] : [],
    ssh_public_key: keys.length === 1 ? keys[0].uuid : '',
    other_way: false,
    user_data: '',
    config_drive: false,
    availability_zone: '',
    name: '',
    description: '',
  }
}

/** The least size of the system disk, in GiB: what image and flavor need. */
export const leastSystemGib = (image: Image | undefined, flavor: Flavor | undefined): number => {
  const bytes = image?.size ?? 0
  return Math.max(1, mibToGib(image?.min_disk ?? 0), mibToGib(flavor?.disk ?? 0), Math.ceil(bytes / 1024 ** 3))
}

/** Storage that is left for one disk of a type, in GiB; null when nothing limits it. */
export const storageLeftGib = ({ quotas }: Choices, typeName: string): number | null => {
  const left = quotas
    .filter(({ name, limit }) => limit >= 0 && (name === 'storage' || name === `gigabytes_${typeName}`))
    .map(({ name, limit, usage }) => Math.max(0, limit - usage) / (name === 'storage' ? 1024 : 1))
  return left.length > 0 ? Math.floor(Math.min(...left)) : null
}

const typeName = (choices: Choices, uuid: string) => choices.volumeTypes.find((type) => type.uuid === uuid)?.name ?? ''
const flavorOf = (choices: Choices, values: Values) => choices.flavors.find(({ uuid }) => uuid === values.flavor)

const disksOf = (choices: Choices, values: Values) =>
  [{ size: values.system_volume_size, type: values.system_volume_type }, ...values.data_volumes].map(
    ({ size, type }) => ({
      sizeGib: size ?? 0,
      type: typeName(choices, type),
    }),
  )

/** What the instance takes of the tenant's quotas. */
export const deltaOf = (choices: Choices, values: Values): Delta => {
  const flavor = flavorOf(choices, values)
  return sumDelta(
    { instances: 1, vcpu: flavor?.cores ?? 0, ram: flavor?.ram ?? 0 },
    ...disksOf(choices, values).map(({ sizeGib, type }) => diskDelta(sizeGib, type)),
    {
      port_count: values.ports.filter(({ target }) => target.startsWith('subnet:')).length,
      floating_ip_count: values.ports.filter(({ floating }) => floating === 'new').length,
    },
  )
}

export const partsOf = (choices: Choices, values: Values): Parts => {
  const flavor = flavorOf(choices, values)
  return {
    cores: flavor?.cores ?? 0,
    ramMib: flavor?.ram ?? 0,
    disks: disksOf(choices, values).map(({ sizeGib, type }) => ({ sizeMib: gibToMib(sizeGib), type })),
  }
}

/** The subnet behind a row's choice: its own, or that of its port. */
export const subnetOf = (choices: Choices, target: string) => {
  const [kind, uuid] = target.split(':')
  if (kind === 'subnet') return choices.subnets.find((subnet) => subnet.uuid === uuid)
  const port = choices.ports.find((one) => one.uuid === uuid)
  return (
    port && choices.subnets.find(({ backend_id }) => port.fixed_ips.some(({ subnet_id }) => subnet_id === backend_id))
  )
}

const link = (collection: string, uuid: string) => `/api/${collection}/${uuid}/`
const linkOrNull = (collection: string, uuid: string) => (uuid ? link(collection, uuid) : null)

/** The order's attributes: every default is said, nothing is left to be guessed. */
export const attributesOf = (choices: Choices, values: Values) => ({
  name: values.name,
  description: values.description,
  image: link('openstack-images', values.image),
  flavor: link('openstack-flavors', values.flavor),
  system_volume_size: gibToMib(values.system_volume_size ?? 0),
  system_volume_type: linkOrNull('openstack-volume-types', values.system_volume_type),
  data_volumes: values.data_volumes.map(({ size, type }) => ({
    size: gibToMib(size ?? 0),
    volume_type: linkOrNull('openstack-volume-types', type),
  })),
  ports: values.ports.map(({ target, address, port_security }) => {
    const [kind, uuid] = target.split(':')
    if (kind === 'port') return { port: link('openstack-ports', uuid) }
    const subnet = subnetOf(choices, target)
    return {
      subnet: link('openstack-subnets', uuid),
      port_security_enabled: port_security,
      ...(address && { fixed_ips: [{ ip_address: address, subnet_id: subnet?.backend_id ?? '' }] }),
    }
  }),
  floating_ips: values.ports
    .filter(({ floating }) => floating !== 'none')
    .map(({ target, floating }) => ({
      subnet: link('openstack-subnets', subnetOf(choices, target)?.uuid ?? ''),
      ...(floating !== 'new' && { url: link('openstack-floating-ips', floating) }),
    })),
  security_groups: values.security_groups.map((uuid) => ({ url: link('openstack-security-groups', uuid) })),
  ssh_public_key: linkOrNull('keys', values.ssh_public_key),
  user_data: values.user_data,
  config_drive: values.config_drive,
  availability_zone: linkOrNull('openstack-instance-availability-zones', values.availability_zone),
})

/** The form's field for a field of the server's refusal. */
export const formField = (name: string): string => {
  const own = name.replace(/^attributes\./, '')
  return own.startsWith('floating_ips') ? 'ports' : own
}

/** `Ubuntu 24.04 LTS` → `ubuntu-24-04-lts`: the beginning of a name. */
export const nameBase = (imageName: string): string =>
  imageName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '') || 'instance'

/** The first of base-01, base-02, … that is not taken. */
export const freeName = (base: string, taken: readonly string[]): string => {
  for (let number = 1; ; number++) {
    const name = `${base}-${String(number).padStart(2, '0')}`
    if (!taken.includes(name)) return name
  }
}
