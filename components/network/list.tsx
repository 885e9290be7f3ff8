'use client'

import { useMemo } from 'react'
import { useT } from '../i18n/provider'
import { useCommonColumns, useStateFilter } from '../resource/columns'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { useMayManage } from '../resource/rights'
import { useScope } from '../shell/scope'
import { ButtonLink } from '../ui/button'
import { Copyable } from '../ui/copy'
import type { Column, Filter } from '../ui/table/types.ts'
import { networkMenu } from './menu'
import { NETWORK_FIELDS, type Network, networkHref } from './types.ts'

export function NetworkList({ tenantUuid }: { tenantUuid: string }) {
  const t = useT()
  const scope = useScope()
  const mayManage = useMayManage(scope)
  const common = useCommonColumns()
  const stateFilter = useStateFilter()
  const columns = useMemo<Column<Network>[]>(
    () => [
      common.name(networkHref),
      {
        id: 'subnets',
        header: t('subnets.title'),
        mono: true,
        cell: (row) =>
          row.subnets.map(({ uuid, cidr }) => (
            <Copyable key={uuid} text={cidr} what="CIDR" mono>
              {cidr}
            </Copyable>
          )),
        csv: (row) => row.subnets.map(({ cidr }) => cidr).join(' '),
      },
      common.state((row) => networkHref(row, 'activity')),
      {
        id: 'mtu',
        header: t('networks.mtu'),
        align: 'right',
        width: '5rem',
        cell: (row) => row.mtu,
        csv: (row) => row.mtu,
      },
      {
        id: 'port_security',
        header: t('networks.portSecurity'),
        cell: (row) => t(row.port_security_enabled ? 'common.on' : 'common.off'),
        csv: (row) => row.port_security_enabled,
      },
      {
        id: 'external',
        header: t('networks.external'),
        defaultHidden: true,
        cell: (row) => t(row.is_external ? 'common.yes' : 'common.no'),
        csv: (row) => row.is_external,
      },
      common.description(true),
      common.created(),
      common.cloudId(),
    ],
    [t, common],
  )
  const filters = useMemo<Filter[]>(() => [stateFilter], [stateFilter])
  const params = useMemo(() => ({ tenant_uuid: tenantUuid }), [tenantUuid])
  const createHref = mayManage ? `/t/${tenantUuid}/networks/new` : undefined
  const create = createHref && (
    <ButtonLink href={createHref} variant="primary" data-testid="create-network">
      {t('networks.create')}
    </ButtonLink>
  )
  return (
    <ListPage title={t('networks.title')}>
      <ResourceList<Network>
        id="networks"
        collection="openstack-networks"
        label={t('networks.title')}
        columns={columns}
        fields={NETWORK_FIELDS}
        params={params}
        filters={filters}
        searchParam="name"
        menu={networkMenu}
        createHref={createHref}
        toolbar={create}
        scopeName={scope.tenantName}
        empty={{ text: t('networks.empty'), action: create }}
      />
    </ListPage>
  )
}
