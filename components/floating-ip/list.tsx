'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { listOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { useCommonColumns, useStateFilter } from '../resource/columns'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { useMayManage } from '../resource/rights'
import { useScope } from '../shell/scope'
import { Button } from '../ui/button'
import { Copyable } from '../ui/copy'
import { Link } from '../ui/link'
import { StateBadge } from '../ui/state-badge'
import type { Column, Filter } from '../ui/table/types.ts'
import { AllocateDialog } from './allocate'
import { floatingIpMenu } from './menu'
import { addressOf, FLOATING_IP_FIELDS, type FloatingIp } from './types.ts'

/** Neutron's words for a floating IP mean other things of a machine. */
const CLOUD_WORDS: Readonly<Record<string, string>> = { ACTIVE: 'in-use', DOWN: 'available', BOOKED: 'reserved' }

/** Floating IPs of a tenant, or of all tenants of a project. */
export function FloatingIpList({ tenantUuid, projectUuid }: { tenantUuid?: string; projectUuid?: string }) {
  const t = useT()
  const scope = useScope()
  const mayManage = useMayManage(scope)
  const common = useCommonColumns()
  const stateFilter = useStateFilter()
  const [allocating, setAllocating] = useState(false)
  const networks = useQuery(listOf('openstack-external-networks', { page_size: 300, field: ['backend_id', 'name'] }))
  const columns = useMemo<Column<FloatingIp>[]>(() => {
    const poolOf = (id: string) => networks.data?.rows.find(({ backend_id }) => backend_id === id)?.name ?? id
    const fixedOf = (row: FloatingIp) => row.port_fixed_ips.map(({ ip_address }) => ip_address).join(', ')
    return [
      {
        id: 'name',
        header: t('floatingIps.address'),
        sortKey: 'address',
        width: '11rem',
        mono: true,
        cell: (row) =>
          row.address ? (
            <Copyable text={row.address} what={t('floatingIps.address')} mono>
              {row.address}
            </Copyable>
          ) : (
            addressOf(row)
          ),
        csv: addressOf,
      },
      {
        id: 'external_address',
        header: t('floatingIps.external'),
        mono: true,
        cell: (row) =>
          row.external_address && (
            <Copyable text={row.external_address} what={t('floatingIps.external')} mono>
              {row.external_address}
            </Copyable>
          ),
        csv: (row) => row.external_address,
      },
      {
        id: 'state',
        header: t('common.state'),
        sortKey: 'state',
        width: '9rem',
        cell: (row) => (
          <StateBadge
            state={row.state}
            runtimeState={CLOUD_WORDS[row.runtime_state] ?? row.runtime_state}
            action={row.action}
            error={row.error_message}
            since={row.modified}
          />
        ),
        csv: (row) => (row.state === 'OK' ? row.runtime_state : row.state),
      },
      {
        id: 'attached_to',
        header: t('floatingIps.attachedTo'),
        width: '16rem',
        cell: (row) =>
          row.port ? (
            <span className="inline-flex min-w-0 items-baseline gap-2">
              {row.instance_uuid ? (
                <Link href={`/t/${row.tenant_uuid}/instances/${row.instance_uuid}/network`} className="truncate">
                  {row.instance_name}
                </Link>
              ) : (
                t('floatingIps.aPort')
              )}
              <span className="font-mono text-xs text-muted">{fixedOf(row)}</span>
            </span>
          ) : null,
        csv: (row) => [row.instance_name, fixedOf(row)].filter(Boolean).join(' '),
      },
      {
        id: 'pool',
        header: t('floatingIps.pool'),
        cell: (row) => poolOf(row.backend_network_id),
        csv: (row) => poolOf(row.backend_network_id),
      },
      common.description(),
      ...(tenantUuid ? [] : [common.tenant<FloatingIp>()]),
      common.created(),
      common.cloudId(),
    ]
  }, [t, common, tenantUuid, networks.data])
  const filters = useMemo<Filter[]>(
    () => [
      {
        id: 'free',
        label: t('floatingIps.use'),
        pinned: true,
        options: [
          { value: 'true', label: t('floatingIps.free') },
          { value: 'false', label: t('floatingIps.attached') },
        ],
      },
      stateFilter,
    ],
    [t, stateFilter],
  )
  const params = useMemo(
    () => (tenantUuid ? { tenant_uuid: tenantUuid } : { project_uuid: projectUuid }),
    [tenantUuid, projectUuid],
  )
  const allocate = tenantUuid && mayManage && (
    <Button variant="primary" data-testid="allocate" onClick={() => setAllocating(true)}>
      {t('floatingIps.allocate')}
    </Button>
  )
  return (
    <ListPage title={t('floatingIps.title')}>
      <ResourceList<FloatingIp>
        id="floating-ips"
        collection="openstack-floating-ips"
        label={t('floatingIps.title')}
        columns={columns}
        fields={FLOATING_IP_FIELDS}
        params={params}
        filters={filters}
        searchParam="name"
        search={t('floatingIps.search')}
        menu={floatingIpMenu}
        toolbar={allocate}
        scopeName={scope.tenantName ?? scope.projectName}
        empty={{ text: t('floatingIps.empty'), action: allocate }}
      />
      {allocating && tenantUuid && <AllocateDialog tenantUuid={tenantUuid} onClose={() => setAllocating(false)} />}
    </ListPage>
  )
}
