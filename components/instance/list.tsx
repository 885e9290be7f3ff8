'use client'

import { Play, Square } from 'lucide-react'
import { useMemo } from 'react'
import { useFormat, useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { useBulkRun } from '../resource/bulk'
import { ResourceList } from '../resource/list'
import { useMayCreate } from '../resource/rights'
import { useScope, useScopeCrumbs } from '../shell/scope'
import { Breadcrumb } from '../ui/breadcrumb'
import { ButtonLink } from '../ui/button'
import { Copyable } from '../ui/copy'
import { Link } from '../ui/link'
import { PageHeader } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import type { BulkAction, Column, Filter } from '../ui/table/types.ts'
import { instanceMenu } from './menu'
import { type Instance, instanceHref, LIST_FIELDS } from './types.ts'

/** Instances of a tenant, or of all tenants of a project. */
export function InstanceList({ tenantUuid, projectUuid }: { tenantUuid?: string; projectUuid?: string }) {
  const t = useT()
  const format = useFormat()
  const scope = useScope()
  const crumbs = useScopeCrumbs()
  const mayCreate = useMayCreate(scope)
  const bulkRun = useBulkRun('openstack-instances')
  const columns = useMemo<Column<Instance>[]>(
    () => [
      {
        id: 'name',
        header: t('common.name'),
        sortKey: 'name',
        width: '16rem',
        cell: (row) => <Link href={instanceHref(row)}>{row.name}</Link>,
        csv: (row) => row.name,
      },
      {
        id: 'status',
        header: t('common.status'),
        sortKey: 'runtime_state',
        width: '9rem',
        cell: (row) => (
          <StateBadge
            state={row.state}
            runtimeState={row.runtime_state}
            action={row.action}
            error={row.error_message}
            errorHref={instanceHref(row, 'activity')}
            since={row.modified}
          />
        ),
        csv: (row) => (row.state === 'OK' ? row.runtime_state : row.state),
      },
      { id: 'image', header: t('instances.image'), cell: (row) => row.image_name, csv: (row) => row.image_name },
      {
        id: 'flavor',
        header: t('instances.flavor'),
        sortKey: 'ram',
        cell: (row) => (
          <span title={row.flavor_name}>
            {row.cores} {t('common.vcpu')} · {format.gib(row.ram)}
          </span>
        ),
        csv: (row) => row.flavor_name,
      },
      {
        id: 'internal_ips',
        header: t('instances.internalIps'),
        mono: true,
        cell: (row) =>
          row.internal_ips.map((ip) => (
            <Copyable key={ip} text={ip} what="IP" mono>
              {ip}
            </Copyable>
          )),
        csv: (row) => row.internal_ips.join(' '),
      },
      {
        id: 'external_ips',
        header: t('instances.externalIps'),
        mono: true,
        cell: (row) =>
          row.external_ips.map((ip) => (
            <Copyable key={ip} text={ip} what="IP" mono>
              {ip}
            </Copyable>
          )),
        csv: (row) => row.external_ips.join(' '),
      },
      ...(tenantUuid
        ? []
        : [
            {
              id: 'tenant',
              header: t('common.tenant'),
              cell: (row: Instance) => <Link href={`/t/${row.tenant_uuid}`}>{row.tenant_name}</Link>,
              csv: (row: Instance) => row.tenant_name,
            },
          ]),
      {
        id: 'created',
        header: t('common.created'),
        sortKey: 'created',
        width: '8rem',
        cell: (row) => <RelativeTime value={row.created} />,
        csv: (row) => row.created,
      },
      {
        id: 'zone',
        header: t('common.zone'),
        defaultHidden: true,
        cell: (row) => row.availability_zone_name,
        csv: (row) => row.availability_zone_name,
      },
      {
        id: 'key',
        header: t('instances.key'),
        defaultHidden: true,
        cell: (row) => row.key_name,
        csv: (row) => row.key_name,
      },
      {
        id: 'backend_id',
        header: t('common.cloudId'),
        defaultHidden: true,
        mono: true,
        cell: (row) =>
          row.backend_id && (
            <Copyable text={row.backend_id} what={t('common.cloudId')} mono>
              {row.backend_id}
            </Copyable>
          ),
        csv: (row) => row.backend_id,
      },
    ],
    [t, format, tenantUuid],
  )
  const filters = useMemo<Filter[]>(
    () => [
      {
        id: 'runtime_state',
        label: t('common.status'),
        multiple: true,
        pinned: true,
        options: [
          { value: 'ACTIVE', label: t('state.active') },
          { value: 'SHUTOFF', label: t('state.shutoff') },
          { value: 'ERROR', label: t('state.error') },
        ],
      },
      {
        id: 'state',
        label: t('common.state'),
        multiple: true,
        options: (['OK', 'ERRED', 'CREATING', 'UPDATING', 'DELETING'] as const).map((value) => ({
          value,
          label: t(`state.${value.toLowerCase() as Lowercase<typeof value>}`),
        })),
      },
    ],
    [t],
  )
  const params = useMemo(
    () => (tenantUuid ? { tenant_uuid: tenantUuid } : { project_uuid: projectUuid }),
    [tenantUuid, projectUuid],
  )
  const createHref = tenantUuid && mayCreate ? `/t/${tenantUuid}/instances/new` : undefined
  const create = createHref && (
    <ButtonLink href={createHref} variant="primary" data-testid="create-instance">
      {t('instances.create')}
    </ButtonLink>
  )
  const bulk = (): BulkAction<Instance>[] => [
    bulkRun({ action: 'start', label: t('instances.start'), icon: Play }),
    bulkRun({ action: 'stop', label: t('instances.stop'), icon: Square }),
  ]
  return (
    <>
      <PageHeader
        title={t('instances.title')}
        breadcrumb={<Breadcrumb items={[...crumbs, { label: t('instances.title') }]} />}
      />
      <ResourceList<Instance>
        id="instances"
        collection="openstack-instances"
        label={t('instances.title')}
        columns={columns}
        fields={LIST_FIELDS}
        params={params}
        filters={filters}
        search={t('instances.search')}
        menu={instanceMenu}
        bulk={bulk}
        createHref={createHref}
        toolbar={create}
        scopeName={scope.tenantName ?? scope.projectName}
        empty={{ text: t('instances.empty'), action: create }}
      />
      {bulkRun.dialog}
    </>
  )
}
