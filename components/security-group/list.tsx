'use client'

import { TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useT } from '../i18n/provider'
import { useCommonColumns, useStateFilter } from '../resource/columns'
import { COMMON_FIELDS } from '../resource/fields.ts'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { useMayManage } from '../resource/rights'
import { useScope } from '../shell/scope'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import type { Column, Filter } from '../ui/table/types.ts'
import { CreateGroupDialog } from './create'
import { draftOf } from './draft.ts'
import { groupMenu } from './menu'
import { isRisky } from './risks.ts'
import { groupHref, type SecurityGroup } from './types.ts'

const FIELDS = [...COMMON_FIELDS, 'rules'] as const

const countOf = (group: SecurityGroup, direction: 'ingress' | 'egress') =>
  group.rules.filter((rule) => rule.direction === direction).length

export function SecurityGroupList({ tenantUuid }: { tenantUuid: string }) {
  const t = useT()
  const scope = useScope()
  const mayManage = useMayManage(scope)
  const common = useCommonColumns()
  const stateFilter = useStateFilter()
  const [creating, setCreating] = useState(false)
  const columns = useMemo<Column<SecurityGroup>[]>(
    () => [
      common.name(groupHref),
      common.description(),
      {
        id: 'rules',
        header: t('securityGroups.rules'),
        width: '9rem',
        cell: (row) => (
          <span className="tabular">
            {t('securityGroups.counts', { in: countOf(row, 'ingress'), out: countOf(row, 'egress') })}
          </span>
        ),
        csv: (row) => row.rules.length,
      },
      {
        id: 'risk',
        header: t('securityGroups.risk'),
        width: '9rem',
        cell: (row) =>
          isRisky(row.rules.map(draftOf)) && (
            <Badge tone="warn" icon={TriangleAlert}>
              {t('securityGroups.risky')}
            </Badge>
          ),
        csv: (row) => isRisky(row.rules.map(draftOf)),
      },
      common.state((row) => groupHref(row, 'activity')),
      common.created(),
      common.cloudId(),
    ],
    [t, common],
  )
  const filters = useMemo<Filter[]>(() => [stateFilter], [stateFilter])
  const params = useMemo(() => ({ tenant_uuid: tenantUuid }), [tenantUuid])
  const create = mayManage && (
    <Button variant="primary" data-testid="create-security-group" onClick={() => setCreating(true)}>
      {t('securityGroups.create')}
    </Button>
  )
  return (
    <ListPage title={t('securityGroups.title')}>
      <ResourceList<SecurityGroup>
        id="security-groups"
        collection="openstack-security-groups"
        label={t('securityGroups.title')}
        columns={columns}
        fields={FIELDS}
        params={params}
        filters={filters}
        menu={groupMenu}
        toolbar={create}
        scopeName={scope.tenantName}
        empty={{ text: t('securityGroups.empty'), action: create }}
      />
      {creating && <CreateGroupDialog tenantUuid={tenantUuid} onClose={() => setCreating(false)} />}
    </ListPage>
  )
}
