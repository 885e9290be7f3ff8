'use client'

/** The catalogue: what can be ordered in a project (screens 5.1). */
import { useMemo } from 'react'
import type { MessageKey } from '../i18n/core.ts'
import { useFormat, useT } from '../i18n/provider'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { useMayCreate } from '../resource/rights'
import { useScope } from '../shell/scope'
import { Badge } from '../ui/badge'
import { Button, ButtonLink } from '../ui/button'
import { Link } from '../ui/link'
import type { Column, Filter } from '../ui/table/types.ts'
import { type Offering, periodLabel, useCurrency } from './limits.ts'

export const TYPES: Record<string, MessageKey> = {
  'OpenStack.Tenant': 'marketplace.typeTenant',
  'OpenStack.Instance': 'marketplace.typeInstance',
  'OpenStack.Volume': 'marketplace.typeVolume',
}
const FIELDS = [
  'description',
  'type',
  'shared',
  'customer_name',
  'plans',
  'paused_reason',
  'scope_uuid',
  'scope_name',
  'project_uuid',
] as const

/** Where an offering is ordered: instances and volumes in their tenant. */
export const orderHref = (projectUuid: string, { uuid, type, scope_uuid }: Offering): string =>
  type === 'OpenStack.Instance'
    ? `/t/${scope_uuid}/instances/new`
    : type === 'OpenStack.Volume'
      ? `/t/${scope_uuid}/volumes/new`
      : `/p/${projectUuid}/marketplace/${uuid}/order`

/** Why nothing can be ordered from it now; null when it can. */
export function useOrderRefusal(): (offering: Offering) => string | null {
  const t = useT()
  const mayOrder = useMayCreate(useScope())
  return (offering) => {
    if (!mayOrder) return t('marketplace.noRight')
    if (offering.state === 'Active') return null
    return offering.paused_reason
      ? t('marketplace.pausedWhy', { reason: offering.paused_reason })
      : t('marketplace.pausedReason')
  }
}

export function Catalogue({ projectUuid }: { projectUuid: string }) {
  const t = useT()
  const columns = useMemo<Column<Offering>[]>(
    () => [
      {
        id: 'name',
        header: t('marketplace.offering'),
        sortKey: 'name',
        width: '26rem',
        cell: (row) => (
          <span className="block py-1.5">
            <Link href={`/p/${projectUuid}/marketplace/${row.uuid}`} className="font-medium">
              {row.name}
            </Link>
            {row.description && <span className="block font-normal text-muted">{row.description}</span>}
          </span>
        ),
        csv: (row) => row.name,
      },
      {
        id: 'type',
        header: t('marketplace.type'),
        sortKey: 'type',
        cell: (row) => (TYPES[row.type] ? t(TYPES[row.type]) : row.type),
        csv: (row) => row.type,
      },
      {
        id: 'provider',
        header: t('marketplace.provider'),
        cell: (row) =>
          row.type === 'OpenStack.Tenant'
            ? row.customer_name
            : t('marketplace.orderIn', { name: row.scope_name ?? '' }),
        csv: (row) => row.customer_name,
      },
      {
        id: 'price',
        header: t('marketplace.priceFrom'),
        cell: (row) => <Price offering={row} />,
        csv: (row) => Number(row.plans[0]?.prices.cores ?? 0),
      },
      {
        id: 'marks',
        header: t('common.state'),
        cell: (row) => (
          <span className="inline-flex gap-1">
            {row.state !== 'Active' && <Badge tone="warn">{t('marketplace.paused')}</Badge>}
            {!row.shared && <Badge>{t('marketplace.private')}</Badge>}
          </span>
        ),
        csv: (row) => row.state,
      },
      {
        id: 'order',
        header: '',
        align: 'right',
        cell: (row) => <OrderButton projectUuid={projectUuid} offering={row} size="sm" />,
        watch: () => '',
      },
    ],
    [t, projectUuid],
  )
  const filters = useMemo<Filter[]>(
    () => [
      {
        id: 'type',
        label: t('marketplace.type'),
        pinned: true,
        multiple: true,
        options: Object.entries(TYPES).map(([value, key]) => ({ value, label: t(key) })),
      },
      {
        id: 'state',
        label: t('common.state'),
        options: [
          { value: 'Active', label: t('state.active') },
          { value: 'Paused', label: t('marketplace.paused') },
        ],
      },
    ],
    [t],
  )
  const params = useMemo(() => ({ project_uuid: projectUuid }), [projectUuid])
  return (
    <ListPage title={t('marketplace.title')}>
      <ResourceList<Offering>
        id="offerings"
        collection="marketplace-public-offerings"
        label={t('marketplace.title')}
        columns={columns}
        fields={FIELDS}
        params={params}
        filters={filters}
        search={t('marketplace.search')}
        defaultSort="name"
        empty={{ text: t('marketplace.empty') }}
      />
    </ListPage>
  )
}

/** The price of one vCPU, which stands for the plan. */
function Price({ offering }: { offering: Offering }) {
  const t = useT()
  const format = useFormat()
  const currency = useCurrency()
  const [plan] = offering.plans
  const price = Number(plan?.prices.cores ?? 0)
  if (!plan || price === 0) return <span className="text-muted">–</span>
  return t('marketplace.priceUnits', {
    price: format.money(price, currency),
    unit: `${t('common.vcpu')}, ${periodLabel(t, plan.unit)}`,
  })
}

/** Leads to the order, or says why there is none. */
export function OrderButton({ projectUuid, offering, size }: { projectUuid: string; offering: Offering; size?: 'sm' }) {
  const t = useT()
  const refusal = useOrderRefusal()(offering)
  const id = `order-${offering.uuid}`
  if (refusal)
    return (
      <Button size={size} disabledReason={refusal} data-testid={id}>
        {t('marketplace.order')}
      </Button>
    )
  return (
    <ButtonLink size={size} variant="primary" href={orderHref(projectUuid, offering)} data-testid={id}>
      {t('marketplace.order')}
    </ButtonLink>
  )
}
