'use client'

/** Orders of a project (screens 5.3). */
import { Check, X } from 'lucide-react'
import { useMemo } from 'react'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { TYPES } from '../marketplace/list'
import { useBulkRun } from '../resource/bulk'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { useMayCreate } from '../resource/rights'
import { useScope } from '../shell/scope'
import { ButtonLink } from '../ui/button'
import { Link } from '../ui/link'
import { StateBadge } from '../ui/state-badge'
import type { BulkAction, Column, Filter } from '../ui/table/types.ts'
import { MonthlyCost, useWaiting } from './cells'
import { orderMenu } from './menu'
import { ORDER_FIELDS, type Order, orderHref, TYPE_LABELS } from './types.ts'

const STATES = [
  'pending-consumer',
  'pending-provider',
  'pending-project',
  'pending-start-date',
  'executing',
  'done',
  'erred',
  'canceled',
  'rejected',
] as const
const WORDS = {
  'pending-consumer': 'state.pending_consumer',
  'pending-provider': 'state.pending_provider',
  'pending-project': 'state.pending_project',
  'pending-start-date': 'state.pending_start_date',
  executing: 'state.executing',
  done: 'state.done',
  erred: 'state.erred',
  canceled: 'state.cancelled',
  rejected: 'state.rejected',
} as const

export function OrderList({ projectUuid }: { projectUuid: string }) {
  const t = useT()
  const scope = useScope()
  const mayCreate = useMayCreate(scope)
  const bulkRun = useBulkRun('marketplace-orders')
  const columns = useMemo<Column<Named>[]>(
    () => [
      {
        id: 'name',
        header: t('orders.resource'),
        width: '14rem',
        cell: (row) => <Link href={orderHref(row)}>{row.resource_name || row.slug}</Link>,
        csv: (row) => row.resource_name,
      },
      {
        id: 'type',
        header: t('common.type'),
        sortKey: 'type',
        cell: (row) => t(TYPE_LABELS[row.type]),
        csv: (row) => row.type,
      },
      {
        id: 'state',
        header: t('common.state'),
        sortKey: 'state',
        width: '10rem',
        cell: (row) => <StateBadge state={row.state} error={row.error_message} errorHref={orderHref(row)} />,
        csv: (row) => row.state,
      },
      {
        id: 'waiting',
        header: t('orders.waitingFor'),
        cell: (row) => <Waiting order={row} />,
        csv: (row) => row.state,
      },
      {
        id: 'offering',
        header: t('orders.offering'),
        cell: (row) => row.offering_name,
        csv: (row) => row.offering_name,
      },
      {
        id: 'by',
        header: t('orders.requestedBy'),
        cell: (row) => row.created_by_full_name || row.created_by_username,
        csv: (row) => row.created_by_username,
      },
      {
        id: 'created',
        header: t('common.created'),
        sortKey: 'created',
        width: '8rem',
        cell: (row) => <RelativeTime value={row.created} />,
        csv: (row) => row.created,
      },
      {
        id: 'cost',
        header: t('orders.cost'),
        sortKey: 'cost',
        align: 'right',
        cell: (row) => <MonthlyCost cost={row.cost} />,
        csv: (row) => Number(row.cost ?? 0),
      },
      {
        id: 'approved_by',
        header: t('orders.approvedBy'),
        defaultHidden: true,
        cell: (row) => row.consumer_reviewed_by_full_name,
        csv: (row) => row.consumer_reviewed_by_full_name,
      },
      {
        id: 'approved_at',
        header: t('orders.approvedAt'),
        sortKey: 'consumer_reviewed_at',
        defaultHidden: true,
        cell: (row) => row.consumer_reviewed_at && <RelativeTime value={row.consumer_reviewed_at} />,
        csv: (row) => row.consumer_reviewed_at,
      },
      {
        id: 'number',
        header: t('orders.number'),
        defaultHidden: true,
        mono: true,
        cell: (row) => row.slug,
        csv: (row) => row.slug,
      },
    ],
    [t],
  )
  const filters = useMemo<Filter[]>(
    () => [
      {
        id: 'state',
        label: t('common.state'),
        multiple: true,
        pinned: true,
        options: STATES.map((value) => ({ value, label: t(WORDS[value]) })),
      },
      {
        id: 'type',
        label: t('common.type'),
        multiple: true,
        options: Object.entries(TYPE_LABELS).map(([value, key]) => ({ value, label: t(key) })),
      },
      {
        id: 'offering_type',
        label: t('orders.offering'),
        options: Object.entries(TYPES).map(([value, key]) => ({ value, label: t(key) })),
      },
      {
        id: 'can_approve_as_consumer',
        label: t('orders.waitingForMe'),
        pinned: true,
        options: [{ value: 'true', label: t('orders.mineYes') }],
      },
    ],
    [t],
  )
  const params = useMemo(() => ({ project_uuid: projectUuid }), [projectUuid])
  const catalogue = mayCreate && (
    <ButtonLink href={`/p/${projectUuid}/marketplace`} variant="primary" data-testid="browse-catalogue">
      {t('orders.emptyAction')}
    </ButtonLink>
  )
  const bulk = (): BulkAction<Named>[] => [
    bulkRun({ action: 'approve_by_consumer', label: t('orders.bulkApprove'), icon: Check }),
    bulkRun({ action: 'cancel', label: t('orders.cancel'), icon: X }),
  ]
  return (
    <ListPage title={t('orders.title')}>
      <ResourceList<Named>
        id="orders"
        collection="marketplace-orders"
        label={t('orders.title')}
        columns={columns}
        fields={ORDER_FIELDS}
        params={params}
        filters={filters}
        search={t('orders.search')}
        defaultSort="-created"
        menu={orderMenu}
        bulk={mayCreate ? bulk : undefined}
        toolbar={catalogue}
        createHref={mayCreate ? `/p/${projectUuid}/marketplace` : undefined}
        scopeName={scope.projectName}
        empty={{ text: t('orders.empty'), action: catalogue }}
      />
      {bulkRun.dialog}
    </ListPage>
  )
}

/** Orders have no name of their own: what they are about names them. */
type Named = Order & { name?: string }

function Waiting({ order }: { order: Order }) {
  return useWaiting()(order)
}
