'use client'

import { useMemo } from 'react'
import { api } from '../api/client.ts'
import { useFormat, useT } from '../i18n/provider'
import { useCommonColumns, useStateFilter } from '../resource/columns'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { useMayCreate } from '../resource/rights'
import { useScope } from '../shell/scope'
import { ButtonLink } from '../ui/button'
import { Link } from '../ui/link'
import type { Column, Filter, FilterOption } from '../ui/table/types.ts'
import { volumeMenu } from './menu'
import { VOLUME_FIELDS, type Volume, volumeHref } from './types.ts'

const TYPES_SHOWN = 100

/** Names of the volume types, for the filter. */
const loadTypes = async (query: string, signal: AbortSignal): Promise<FilterOption[]> => {
  const { rows } = await api.list<{ name: string }>(
    'openstack-volume-types',
    { page_size: TYPES_SHOWN, field: ['name'], ...(query && { name: query }) },
    { signal },
  )
  return [...new Set(rows.map(({ name }) => name))].map((name) => ({ value: name, label: name }))
}

/** Volumes of a tenant, or of all tenants of a project. */
export function VolumeList({ tenantUuid, projectUuid }: { tenantUuid?: string; projectUuid?: string }) {
  const t = useT()
  const format = useFormat()
  const scope = useScope()
  const mayCreate = useMayCreate(scope)
  const common = useCommonColumns()
  const stateFilter = useStateFilter()
  const columns = useMemo<Column<Volume>[]>(
    () => [
      common.name(volumeHref),
      common.state((row) => volumeHref(row, 'activity')),
      {
        id: 'size',
        header: t('common.size'),
        sortKey: 'size',
        align: 'right',
        width: '6rem',
        cell: (row) => format.gib(row.size ?? 0),
        csv: (row) => row.size,
      },
      {
        id: 'type',
        header: t('common.type'),
        sortKey: 'type_name',
        cell: (row) => row.type_name,
        csv: (row) => row.type_name,
      },
      {
        id: 'attached_to',
        header: t('volumes.attachedTo'),
        sortKey: 'instance_name',
        width: '14rem',
        cell: (row) =>
          row.instance_uuid ? (
            <span className="inline-flex min-w-0 items-baseline gap-2">
              <Link href={`/t/${row.tenant_uuid}/instances/${row.instance_uuid}/overview`} className="truncate">
                {row.instance_name}
              </Link>
              {row.device && <span className="font-mono text-xs text-muted">{row.device}</span>}
            </span>
          ) : null,
        csv: (row) => [row.instance_name, row.device].filter(Boolean).join(' '),
      },
      {
        id: 'bootable',
        header: t('volumes.bootable'),
        width: '6rem',
        cell: (row) => (row.bootable ? t('common.yes') : t('common.no')),
        csv: (row) => row.bootable,
      },
      {
        id: 'zone',
        header: t('common.zone'),
        cell: (row) => row.availability_zone_name,
        csv: (row) => row.availability_zone_name,
      },
      ...(tenantUuid ? [] : [common.tenant<Volume>()]),
      common.created(),
      {
        id: 'image',
        header: t('volumes.image'),
        defaultHidden: true,
        cell: (row) => row.image_name,
        csv: (row) => row.image_name,
      },
      common.description(true),
      common.cloudId(),
    ],
    [t, format, common, tenantUuid],
  )
  const filters = useMemo<Filter[]>(
    () => [
      {
        id: 'runtime_state',
        label: t('common.status'),
        pinned: true,
        options: [
          { value: 'available', label: t('volumes.free') },
          { value: 'in-use', label: t('state.in_use') },
          { value: 'error', label: t('state.error') },
        ],
      },
      { id: 'type_name', label: t('common.type'), pinned: true, load: loadTypes },
      {
        id: 'bootable',
        label: t('volumes.bootable'),
        options: [
          { value: 'true', label: t('common.yes') },
          { value: 'false', label: t('common.no') },
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
  const createHref = tenantUuid && mayCreate ? `/t/${tenantUuid}/volumes/new` : undefined
  const create = createHref && (
    <ButtonLink href={createHref} variant="primary" data-testid="create-volume">
      {t('volumes.create')}
    </ButtonLink>
  )
  return (
    <ListPage title={t('volumes.title')}>
      <ResourceList<Volume>
        id="volumes"
        collection="openstack-volumes"
        label={t('volumes.title')}
        columns={columns}
        fields={VOLUME_FIELDS}
        params={params}
        filters={filters}
        searchParam="name"
        search={t('volumes.search')}
        menu={volumeMenu}
        createHref={createHref}
        toolbar={create}
        scopeName={scope.tenantName ?? scope.projectName}
        empty={{ text: t('volumes.empty'), action: create }}
      />
    </ListPage>
  )
}
