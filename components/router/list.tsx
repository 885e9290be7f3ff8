'use client'

import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { api } from '../api/client.ts'
import { useT } from '../i18n/provider'
import { useCommonColumns, useStateFilter } from '../resource/columns'
import { throwShown } from '../resource/failure.ts'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { descriptionRule, nameRule } from '../resource/rename'
import { useMayManage } from '../resource/rights'
import { useScope } from '../shell/scope'
import { Button } from '../ui/button'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input, Textarea } from '../ui/input'
import type { Column, Filter } from '../ui/table/types.ts'
import { routerMenu } from './menu'
import { ROUTER_FIELDS, type Router, routerHref } from './types.ts'

const schema = z.object({ name: nameRule, description: descriptionRule })

function CreateRouterDialog({ tenantUuid, onClose }: { tenantUuid: string; onClose: () => void }) {
  const t = useT()
  const page = useRouter()
  const form = useZodForm({
    schema,
    defaultValues: { name: '', description: '' },
    onSubmit: async (input) => {
      const made = await api
        .post<Router>('openstack-routers', { ...input, tenant: `/api/openstack-tenants/${tenantUuid}/` })
        .catch(throwShown)
      onClose()
      if (made) page.push(routerHref({ uuid: made.uuid, tenant_uuid: tenantUuid }))
    },
  })
  return (
    <ActionDialog
      title={t('routers.create')}
      description={t('routers.createText')}
      form={form}
      submitLabel={t('routers.create')}
      onClose={onClose}
    >
      <form.Field name="name" label={t('common.name')} required>
        {(control) => <Input {...control} />}
      </form.Field>
      <form.Field name="description" label={t('common.description')} optional>
        {(control) => <Textarea {...control} rows={2} />}
      </form.Field>
    </ActionDialog>
  )
}

export function RouterList({ tenantUuid }: { tenantUuid: string }) {
  const t = useT()
  const scope = useScope()
  const mayManage = useMayManage(scope)
  const common = useCommonColumns()
  const stateFilter = useStateFilter()
  const [creating, setCreating] = useState(false)
  const columns = useMemo<Column<Router>[]>(
    () => [
      common.name(routerHref),
      common.state((row) => routerHref(row, 'activity')),
      {
        id: 'external',
        header: t('routers.external'),
        cell: (row) => row.external_network_name || row.external_network_id,
        csv: (row) => row.external_network_name,
      },
      {
        id: 'gateway',
        header: t('routers.gatewayIp'),
        mono: true,
        cell: (row) => row.external_fixed_ips.map(({ ip_address }) => ip_address).join(', '),
        csv: (row) => row.external_fixed_ips.map(({ ip_address }) => ip_address).join(' '),
      },
      {
        id: 'snat',
        header: t('routers.snat'),
        width: '5rem',
        cell: (row) => row.has_external_gateway && t(row.enable_snat === false ? 'common.off' : 'common.on'),
        csv: (row) => row.enable_snat,
      },
      {
        id: 'interfaces',
        header: t('routers.interfaces'),
        align: 'right',
        width: '7rem',
        cell: (row) => row.ports.length,
        csv: (row) => row.ports.length,
      },
      {
        id: 'routes',
        header: t('routers.routes'),
        align: 'right',
        width: '6rem',
        cell: (row) => row.routes.length,
        csv: (row) => row.routes.length,
      },
      common.created(),
      common.description(true),
      common.cloudId(),
    ],
    [t, common],
  )
  const filters = useMemo<Filter[]>(() => [stateFilter], [stateFilter])
  const params = useMemo(() => ({ tenant_uuid: tenantUuid }), [tenantUuid])
  const create = mayManage && (
    <Button variant="primary" data-testid="create-router" onClick={() => setCreating(true)}>
      {t('routers.create')}
    </Button>
  )
  return (
    <ListPage title={t('routers.title')}>
      <ResourceList<Router>
        id="routers"
        collection="openstack-routers"
        label={t('routers.title')}
        columns={columns}
        fields={ROUTER_FIELDS}
        params={params}
        filters={filters}
        searchParam="name"
        menu={routerMenu}
        toolbar={create}
        scopeName={scope.tenantName}
        empty={{ text: t('routers.empty'), action: create }}
      />
      {creating && <CreateRouterDialog tenantUuid={tenantUuid} onClose={() => setCreating(false)} />}
    </ListPage>
  )
}
