'use client'

/** Everything that can be chosen for a new instance in a tenant. The event stream keeps these lists true. */
import { useQuery } from '@tanstack/react-query'
import { detailOf, listOf } from '../../api/query.ts'
import type { Objects } from '../../api/schema.gen.ts'
import type { Quota } from '../../resource/preflight.ts'

const MOST = 300

export type Tenant = Objects['openstack-tenants']
export type Image = Objects['openstack-images']
export type Flavor = Objects['openstack-flavors']
export type VolumeType = Objects['openstack-volume-types']
export type Subnet = Objects['openstack-subnets']
export type Port = Objects['openstack-ports']
export type FloatingIp = Objects['openstack-floating-ips']
export type SecurityGroup = Objects['openstack-security-groups']
export type Key = Objects['keys']
export type Zone = Objects['openstack-instance-availability-zones']

export type Choices = {
  tenant: Tenant
  quotas: readonly Quota[]
  /** The tenant's private offering of instances; null where it has none. */
  offeringUuid: string | null
  images: readonly Image[]
  flavors: readonly Flavor[]
  volumeTypes: readonly VolumeType[]
  subnets: readonly Subnet[]
  /** Ports that nothing uses. */
  ports: readonly Port[]
  /** Addresses on no port. */
  floatingIps: readonly FloatingIp[]
  groups: readonly SecurityGroup[]
  keys: readonly Key[]
  zones: readonly Zone[]
}

/** undefined while any of it is read. `error` is the first failure; `again` reads what failed. */
export function useChoices(tenantUuid: string): { choices?: Choices; error: unknown; again: () => void } {
  const here = { tenant_uuid: tenantUuid, page_size: MOST }
  const tenant = useQuery(detailOf('openstack-tenants', tenantUuid))
  const offerings = useQuery(
    listOf('marketplace-public-offerings', {
      scope_uuid: tenantUuid,
      type: 'OpenStack.Instance',
      field: ['uuid', 'type', 'state'],
    }),
  )
  const images = useQuery(listOf('openstack-images', { ...here, o: 'name' }))
  const flavors = useQuery(listOf('openstack-flavors', here))
  const volumeTypes = useQuery(listOf('openstack-volume-types', here))
  const subnets = useQuery(listOf('openstack-subnets', here))
  const ports = useQuery(listOf('openstack-ports', { ...here, has_device_owner: false }))
  const floatingIps = useQuery(listOf('openstack-floating-ips', { ...here, free: true }))
  const groups = useQuery(listOf('openstack-security-groups', here))
  const keys = useQuery(listOf('keys', { page_size: MOST }))
  const zones = useQuery(listOf('openstack-instance-availability-zones', here))
  const all = [tenant, offerings, images, flavors, volumeTypes, subnets, ports, floatingIps, groups, keys, zones]
  const failed = all.find(({ error, data }) => error && !data)
  const again = () => {
    for (const query of all) if (query.error) void query.refetch()
  }
  if (
    !tenant.data ||
    !offerings.data ||
    !images.data ||
    !flavors.data ||
    !volumeTypes.data ||
    !subnets.data ||
    !ports.data ||
    !floatingIps.data ||
    !groups.data ||
    !keys.data ||
    !zones.data
  )
    return { error: failed?.error, again }
  const offering = offerings.data.rows.find(({ state }) => state === 'Active') ?? offerings.data.rows[0]
  return {
    error: undefined,
    again,
    choices: {
      tenant: tenant.data,
      quotas: tenant.data.quotas,
      offeringUuid: offering?.uuid ?? null,
      images: images.data.rows,
      flavors: flavors.data.rows,
      volumeTypes: volumeTypes.data.rows,
      subnets: subnets.data.rows,
      ports: ports.data.rows.filter(({ fixed_ips, state }) => fixed_ips.length > 0 && state === 'OK'),
      floatingIps: floatingIps.data.rows.filter(({ port, state }) => !port && state === 'OK'),
      groups: groups.data.rows,
      keys: keys.data.rows,
      zones: zones.data.rows.filter(({ available }) => available),
    },
  }
}

/** The uuid at the end of a link of the API. */
export const uuidOfLink = (link: string | null | undefined): string => link?.split('/').filter(Boolean).at(-1) ?? ''
