'use client'

/** Floating addresses that lose their way when a subnet leaves its router. */
import { useQuery } from '@tanstack/react-query'
import { listOf } from '../api/query.ts'

/** undefined while they are read. @param subnetId the cloud's id of the subnet. */
export function useBrokenAddresses(tenantUuid: string, subnetIds: readonly string[]): string[] | undefined {
  const list = useQuery(
    listOf('openstack-floating-ips', {
      tenant_uuid: tenantUuid,
      free: false,
      page_size: 300,
      field: ['uuid', 'address', 'port_fixed_ips', 'instance_name'],
    }),
  )
  return list.data?.rows
    .filter(({ port_fixed_ips }) => port_fixed_ips.some(({ subnet_id }) => subnetIds.includes(subnet_id)))
    .map(({ address, instance_name }) => [address, instance_name].filter(Boolean).join(' · '))
}
