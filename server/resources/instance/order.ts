/** What an order of an instance asks for: the whole validation, then the rows and the job (contract 4.4, 6.3). */
import { and, eq, inArray, isNull } from 'drizzle-orm'
import ipaddr from 'ipaddr.js'
import type { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { Call } from '../../api/define.ts'
import { fieldError, invariant, notFound, objectError } from '../../errors.ts'
import { type SshKeyRow, sshKeys } from '../../identity/table.ts'
import { newUuid } from '../../ids.ts'
import { acceptJob, createResource } from '../../jobs/accept.ts'
import { noteChange } from '../../live/changes.ts'
import { addCompanion } from '../../marketplace/companions.ts'
import { type CreationRequest, type OrderHandler, registerOrderHandler } from '../../marketplace/handlers.ts'
import { assertRoom, type QuotaDelta, sumDeltas } from '../../quotas/reserve.ts'
import { getSetting } from '../../settings/settings.ts'
import type { AvailabilityZoneRow } from '../availability-zone/table.ts'
import { assertEnabled } from '../base/enabled.ts'
import { acceptPull, parseAttributes, readyTenant } from '../base/ordering.ts'
import type { FlavorRow } from '../flavor/table.ts'
import { type FloatingIpRow, floatingIps } from '../floating-ip/table.ts'
import type { ImageRow } from '../image/table.ts'
import { type PortRow, ports } from '../port/table.ts'
import { providers } from '../provider/table.ts'
import type { SecurityGroupRow } from '../security-group/table.ts'
import { type SubnetRow, subnets } from '../subnet/table.ts'
import type { TenantRow } from '../tenant/table.ts'
import { volumeDelta } from '../volume/quota.ts'
import { volumes } from '../volume/table.ts'
import type { VolumeTypeRow } from '../volume-type/table.ts'
import { createInstanceJob } from './create-job.ts'
import { deleteInstanceJob } from './delete-job.ts'
import { instanceOrderInput, instanceTerminationInput } from './input.ts'
import { pullInstanceJob } from './jobs.ts'
import { dropParts, partsOf } from './parts.ts'
import { instanceDelta } from './quota.ts'
import { type InstanceRow, instanceSecurityGroups, instances } from './table.ts'

/** What is stored with the order: everything resolved, nothing left to be looked up by the caller's eyes. */
type DiskPlan = {
  name: string
  sizeMib: number
  typeUuid: string | null
  typeName: string
  imageUuid: string | null
  imageName: string
}
type PortPlan = {
  /** An existing port of ours, or null for a new one on the subnet. */
  portUuid: string | null
  subnetUuid: string
  fixedIps: { ip_address: string; subnet_id: string }[]
  portSecurityEnabled: boolean
}
type AddressPlan = { subnetUuid: string; floatingIpUuid: string | null; networkId: string }
type InstancePlan = {
  tenantUuid: string
  values: Partial<InstanceRow> & { name: string }
  flavorId: string
  publicKey: string | null
  configDrive: boolean | null
  metadata: Record<string, string>
  disks: DiskPlan[]
  ports: PortPlan[]
  floatingIps: AddressPlan[]
  securityGroupUuids: string[]
  quota: QuotaDelta
}

const diskType = async (call: Call, tenant: TenantRow, link: string | null | undefined, field: string) => {
  if (!link) return { typeUuid: null, typeName: tenant.defaultVolumeTypeName }
  const type = await call.resolve<VolumeTypeRow>('openstack-volume-types', link, field)
  await assertEnabled(tenant.uuid, type.uuid, field)
  return { typeUuid: type.uuid, typeName: type.name }
}

const planDisks = async (call: Call, tenant: TenantRow, input: z.infer<typeof instanceOrderInput>, image: ImageRow) => {
  const plan = async (
    name: string,
    sizeMib: number,
    link: string | null | undefined,
    field: string,
    from?: ImageRow,
  ): Promise<DiskPlan> => ({
    name,
    sizeMib,
    ...(await diskType(call, tenant, link, field)),
    imageUuid: from?.uuid ?? null,
    imageName: from?.name ?? '',
  })
  const disks = [
    await plan(`${input.name}-system`, input.system_volume_size, input.system_volume_type, 'system_volume_type', image),
  ]
  if (input.data_volume_size)
    disks.push(await plan(`${input.name}-data`, input.data_volume_size, input.data_volume_type, 'data_volume_type'))
  for (const [index, disk] of input.data_volumes.entries())
    disks.push(await plan(`${input.name}-data-${index + 2}`, disk.size, disk.volume_type, 'data_volumes'))
  return disks
}

/** Refuses an address that cannot be the new port's. */
const checkAddress = async (subnet: SubnetRow, address: string) => {
  if (!ipaddr.isValid(address)) throw fieldError('ports', `${address} is not an IP address.`)
  const range = ipaddr.parseCIDR(subnet.cidr)
  const parsed = ipaddr.parse(address)
  if (parsed.kind() !== range[0].kind() || !parsed.match(range))
    throw fieldError('ports', `${address} is not in ${subnet.cidr}.`)
  if (address === subnet.gatewayIp) throw fieldError('ports', `${address} is the gateway of the subnet.`)
  const taken = (await db.select().from(ports).where(eq(ports.networkUuid, subnet.networkUuid))).find((port) =>
    port.fixedIps.some((fixed) => fixed.ip_address === address),
  )
  if (taken) throw fieldError('ports', `${address} is taken by ${taken.name || taken.deviceOwner || 'another port'}.`)
}

const planPorts = async (
  call: Call,
  tenant: TenantRow,
  input: z.infer<typeof instanceOrderInput>,
): Promise<PortPlan[]> => {
  const plans: PortPlan[] = []
  for (const wanted of input.ports) {
    if (wanted.port) {
      const port = await call.resolve<PortRow>('openstack-ports', wanted.port, 'ports')
      if (port.tenantUuid !== tenant.uuid) throw fieldError('ports', 'The port belongs to another tenant.')
      if (port.instanceUuid || port.deviceOwner) throw fieldError('ports', 'The port is in use already.')
      invariant(port.subnetUuid, 'a free port has an address')
      plans.push({
        portUuid: port.uuid,
        subnetUuid: port.subnetUuid,
        fixedIps: port.fixedIps,
        portSecurityEnabled: port.portSecurityEnabled,
      })
      continue
    }
    const subnet = await call.resolve<SubnetRow>('openstack-subnets', wanted.subnet!, 'ports')
    if (subnet.tenantUuid !== tenant.uuid) throw fieldError('ports', 'The subnet belongs to another tenant.')
    if (subnet.state !== 'OK') throw fieldError('ports', 'The subnet is not ready.')
    if (plans.some((plan) => plan.subnetUuid === subnet.uuid))
      throw fieldError('ports', 'It is impossible to connect to one subnet twice.')
    const fixedIps = []
    for (const fixed of wanted.fixed_ips ?? []) {
      if (fixed.subnet_id && fixed.subnet_id !== subnet.backendId)
        throw fieldError('ports', 'The address names another subnet.')
      if (fixed.ip_address) await checkAddress(subnet, fixed.ip_address)
      fixedIps.push({ ip_address: fixed.ip_address ?? '', subnet_id: subnet.backendId })
    }
    if (fixedIps.length === 0) fixedIps.push({ ip_address: '', subnet_id: subnet.backendId })
    plans.push({ portUuid: null, subnetUuid: subnet.uuid, fixedIps, portSecurityEnabled: wanted.port_security_enabled })
  }
  return plans
}

const planAddresses = async (
  call: Call,
  tenant: TenantRow,
  input: z.infer<typeof instanceOrderInput>,
  plans: PortPlan[],
) => {
  if (input.floating_ips.length === 0) return []
  const networkId = tenant.externalNetworkId
  if (!networkId) throw fieldError('floating_ips', 'The tenant has no external network.')
  const used: string[] = []
  const addresses: AddressPlan[] = []
  for (const wanted of input.floating_ips) {
    const subnet = await call.resolve<SubnetRow>('openstack-subnets', wanted.subnet, 'floating_ips')
    if (!plans.some((plan) => plan.subnetUuid === subnet.uuid))
      throw fieldError('floating_ips', 'The subnet is not one of the instance.')
    if (addresses.some((address) => address.subnetUuid === subnet.uuid))
      throw fieldError('floating_ips', 'It is impossible to use one subnet for several floating addresses.')
    if (!subnet.isConnected) throw fieldError('floating_ips', 'The subnet has no router to the external network.')
    const free = and(eq(floatingIps.tenantUuid, tenant.uuid), isNull(floatingIps.portUuid), eq(floatingIps.state, 'OK'))
    let chosen: FloatingIpRow | undefined
    if (wanted.url) {
      chosen = await call.resolve<FloatingIpRow>('openstack-floating-ips', wanted.url, 'floating_ips')
      if (chosen.tenantUuid !== tenant.uuid) throw fieldError('floating_ips', 'The address belongs to another tenant.')
      if (chosen.portUuid) throw fieldError('floating_ips', 'The address is in use already.')
      if (chosen.state !== 'OK') throw fieldError('floating_ips', 'The address is not ready.')
    } else if (wanted.ip_address)
      [chosen] = await db
        .select()
        .from(floatingIps)
        .where(and(free, eq(floatingIps.address, wanted.ip_address)))
    else
      chosen = (
        await db
          .select()
          .from(floatingIps)
          .where(and(free, eq(floatingIps.backendNetworkId, networkId)))
      ).find(({ uuid }) => !used.includes(uuid))
    if (chosen) used.push(chosen.uuid)
    addresses.push({ subnetUuid: subnet.uuid, floatingIpUuid: chosen?.uuid ?? null, networkId })
  }
  return addresses
}

const keyNameOf = (key: SshKeyRow) => `${key.uuid}-${key.name.replace(/[^a-zA-Z0-9_-]/g, '').slice(0, 17)}`

const planKey = async (
  { call, actor }: CreationRequest,
  link: string | null | undefined,
): Promise<SshKeyRow | null> => {
  if (!link) return null
  const key = await call.resolve<SshKeyRow>('keys', link, 'ssh_public_key')
  const [own] = await db.select().from(sshKeys).where(eq(sshKeys.uuid, key.uuid))
  if (own.userUuid !== actor.userUuid && !own.isShared)
    throw fieldError('ssh_public_key', 'The key belongs to somebody else.')
  return own
}

const planZone = async (call: Call, tenant: TenantRow, link: string | null | undefined) => {
  if (!link) {
    if (await getSetting('REQUIRE_AVAILABILITY_ZONE')) throw fieldError('availability_zone', 'This field is required.')
    return { availabilityZoneUuid: null, availabilityZoneName: tenant.availabilityZone }
  }
  const zone = await call.resolve<AvailabilityZoneRow>(
    'openstack-instance-availability-zones',
    link,
    'availability_zone',
  )
  if (zone.settingsUuid !== tenant.settingsUuid)
    throw fieldError('availability_zone', 'The zone is of another provider.')
  if (!zone.available) throw fieldError('availability_zone', 'Zone is not available.')
  return { availabilityZoneUuid: zone.uuid, availabilityZoneName: zone.name }
}

const validate = async (request: CreationRequest): Promise<InstancePlan> => {
  const { call, offering } = request
  const input = parseAttributes(instanceOrderInput, request.attributes)
  const tenant = await readyTenant(offering.tenantUuid)
  const flavor = await call.resolve<FlavorRow>('openstack-flavors', input.flavor, 'flavor')
  await assertEnabled(tenant.uuid, flavor.uuid, 'flavor')
  const image = await call.resolve<ImageRow>('openstack-images', input.image, 'image')
  await assertEnabled(tenant.uuid, image.uuid, 'image')
  if (image.minRamMib > flavor.ramMib)
    throw fieldError('flavor', `RAM of the flavor is too small for the image: it needs ${image.minRamMib} MiB.`)
  if (image.minDiskMib > input.system_volume_size)
    throw fieldError('system_volume_size', `The image needs at least ${image.minDiskMib} MiB.`)
  const groups: SecurityGroupRow[] = []
  for (const { url } of input.security_groups) {
    const group = await call.resolve<SecurityGroupRow>('openstack-security-groups', url, 'security_groups')
    if (group.tenantUuid !== tenant.uuid) throw fieldError('security_groups', 'The group belongs to another tenant.')
    groups.push(group)
  }
  const disks = await planDisks(call, tenant, input, image)
  const portPlans = await planPorts(call, tenant, input)
  if (groups.length > 0 && portPlans.some((port) => !port.portSecurityEnabled))
    throw fieldError('security_groups', 'Security groups need port security on every port.')
  const addresses = await planAddresses(call, tenant, input, portPlans)
  const key = await planKey(request, input.ssh_public_key)
  const quota = sumDeltas(
    instanceDelta(flavor),
    ...disks.map(volumeDelta),
    { port_count: portPlans.filter(({ portUuid }) => !portUuid).length },
    { floating_ip_count: addresses.filter(({ floatingIpUuid }) => !floatingIpUuid).length },
  )
  await assertRoom(tenant.uuid, quota)
  const [provider] = await db.select().from(providers).where(eq(providers.uuid, tenant.settingsUuid))
  return {
    tenantUuid: tenant.uuid,
    values: {
      name: input.name,
      description: input.description,
      cores: flavor.cores,
      ramMib: flavor.ramMib,
      flavorName: flavor.name,
      flavorDiskMib: flavor.diskMib,
      flavorBackendId: flavor.backendId,
      imageName: image.name,
      minRamMib: image.minRamMib,
      minDiskMib: image.minDiskMib,
      diskMib: disks.reduce((sum, disk) => sum + disk.sizeMib, 0),
      keyName: key ? keyNameOf(key) : '',
      keyFingerprint: key?.fingerprintMd5 ?? '',
      userData: input.user_data,
      configDrive: input.config_drive ?? null,
      ...(await planZone(call, tenant, input.availability_zone)),
    },
    flavorId: flavor.backendId,
    publicKey: key?.publicKey ?? null,
    configDrive: input.config_drive ?? provider?.options.config_drive ?? null,
    metadata: input.metadata,
    disks,
    ports: portPlans,
    floatingIps: addresses,
    securityGroupUuids: [...new Set(groups.map(({ uuid }) => uuid))],
    quota,
  }
}

/** Rows of what belongs to the instance, written with it. */
const writeParts = async (plan: InstancePlan, row: InstanceRow) => {
  const place = {
    tenantUuid: row.tenantUuid,
    projectUuid: row.projectUuid,
    customerUuid: row.customerUuid,
    settingsUuid: row.settingsUuid,
  }
  const fresh = (index: number) => ({
    uuid: newUuid(),
    state: 'CREATION_SCHEDULED' as const,
    action: 'Create',
    ...place,
    // Their order is the order of the disks and network cards in the guest.
    createdAt: new Date(row.createdAt.getTime() + index),
    modifiedAt: row.createdAt,
  })
  for (const [index, disk] of plan.disks.entries()) {
    const [volume] = await db
      .insert(volumes)
      .values({ ...fresh(index), ...disk, bootable: index === 0, instanceUuid: row.uuid })
      .returning()
    await noteChange('openstack-volumes', 'created', volume)
    await addCompanion(volume, 'OpenStack.Volume', 'Creating')
  }
  const portOf = new Map<string, string>()
  for (const [index, wanted] of plan.ports.entries()) {
    if (wanted.portUuid) {
      const taken = await db
        .update(ports)
        .set({ instanceUuid: row.uuid, modifiedAt: new Date() })
        .where(and(eq(ports.uuid, wanted.portUuid), isNull(ports.instanceUuid)))
        .returning()
      if (taken.length === 0) throw fieldError('ports', 'The port is in use already.')
      portOf.set(wanted.subnetUuid, wanted.portUuid)
      continue
    }
    const [subnet] = await db.select().from(subnets).where(eq(subnets.uuid, wanted.subnetUuid))
    if (!subnet) throw objectError('A subnet of the order is gone.')
    const [port] = await db
      .insert(ports)
      .values({
        ...fresh(index),
        name: `${row.name}-port-${index + 1}`,
        networkUuid: subnet.networkUuid,
        subnetUuid: subnet.uuid,
        instanceUuid: row.uuid,
        fixedIps: wanted.fixedIps,
        portSecurityEnabled: wanted.portSecurityEnabled,
        madeWithInstance: true,
      })
      .returning()
    await noteChange('openstack-ports', 'created', port)
    portOf.set(wanted.subnetUuid, port.uuid)
  }
  for (const [index, wanted] of plan.floatingIps.entries()) {
    const portUuid = portOf.get(wanted.subnetUuid)!
    if (wanted.floatingIpUuid) {
      const booked = await db
        .update(floatingIps)
        .set({ state: 'UPDATE_SCHEDULED', action: 'Attach', runtimeState: 'BOOKED', portUuid, modifiedAt: new Date() })
        .where(
          and(eq(floatingIps.uuid, wanted.floatingIpUuid), isNull(floatingIps.portUuid), eq(floatingIps.state, 'OK')),
        )
        .returning()
      if (booked.length === 0) throw fieldError('floating_ips', 'The address is in use already.')
      await noteChange('openstack-floating-ips', 'updated', booked[0])
    } else {
      const [address] = await db
        .insert(floatingIps)
        .values({ ...fresh(index), name: '', backendNetworkId: wanted.networkId, runtimeState: 'BOOKED', portUuid })
        .returning()
      await noteChange('openstack-floating-ips', 'created', address)
    }
  }
  for (const securityGroupUuid of plan.securityGroupUuids)
    await db.insert(instanceSecurityGroups).values({ instanceUuid: row.uuid, securityGroupUuid })
}

const handler: OrderHandler<InstancePlan> = {
  offeringType: 'OpenStack.Instance',
  retryable: { path: 'openstack-instances', model: 'Instance', jobs: [createInstanceJob, deleteInstanceJob] },
  pull: async (objectUuid, author) => {
    const [row] = await db.select().from(instances).where(eq(instances.uuid, objectUuid))
    if (!row) throw notFound('Instance')
    return acceptPull({ def: { path: 'openstack-instances' }, job: pullInstanceJob, row, author })
  },
  attributes: instanceOrderInput,
  validate,
  create: async ({ input: plan, resource, author }) => {
    const tenant = await readyTenant(plan.tenantUuid)
    const { row, jobUuid } = await createResource<typeof instances>({
      def: { path: 'openstack-instances' },
      job: createInstanceJob,
      values: {
        ...plan.values,
        tenantUuid: tenant.uuid,
        projectUuid: resource.projectUuid,
        customerUuid: resource.customerUuid,
        settingsUuid: tenant.settingsUuid,
      },
      params: {
        flavorId: plan.flavorId,
        publicKey: plan.publicKey,
        configDrive: plan.configDrive,
        metadata: plan.metadata,
      },
      quota: plan.quota,
      author,
      children: (instance) => writeParts(plan, instance),
    })
    return { objectUuid: row.uuid, jobUuid }
  },
  terminate: async ({ resource, attributes, author }) => {
    const [row] = await db
      .select()
      .from(instances)
      .where(eq(instances.uuid, resource.scopeUuid ?? ''))
    if (!row) return { jobUuid: null }
    const choice = parseAttributes(instanceTerminationInput, attributes)
    const parts = await partsOf(row.uuid)
    const keeps = (all: boolean, listed: string[], rows: { uuid: string; bootable?: boolean }[]) => [
      // The system volume goes unless it is named.
      ...(all ? [] : rows.filter(({ bootable }) => !bootable).map(({ uuid }) => uuid)),
      ...listed,
    ]
    return acceptJob({
      def: { path: 'openstack-instances' },
      job: deleteInstanceJob,
      row,
      plan: () => ({
        params: {
          keepVolumes: keeps(choice.delete_volumes, choice.keep_volumes, parts.volumes),
          keepFloatingIps: keeps(choice.release_floating_ips, choice.keep_floating_ips, parts.floatingIps),
        },
      }),
      author,
      label: 'Delete',
      event: 'resource_deletion',
    })
  },
  discard: async (objectUuid) => {
    await dropParts(await partsOf(objectUuid))
    await db.delete(instanceSecurityGroups).where(eq(instanceSecurityGroups.instanceUuid, objectUuid))
    const [row] = await db.delete(instances).where(eq(instances.uuid, objectUuid)).returning()
    if (row) await noteChange('openstack-instances', 'deleted', row)
  },
  metadata: async (uuids) => {
    const rows = await db.select().from(instances).where(inArray(instances.uuid, uuids))
    return new Map(
      rows.map((row) => [
        row.uuid,
        {
          runtime_state: row.runtimeState,
          flavor_name: row.flavorName,
          image_name: row.imageName,
          hypervisor_hostname: row.hypervisorHostname,
        },
      ]),
    )
  },
}

registerOrderHandler(handler)
