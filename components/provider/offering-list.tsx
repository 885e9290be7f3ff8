'use client'

/** What an organisation sells, and how its clouds are (screens 15.1). */
import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { allows, permission } from '../api/access.gen.ts'
import { listOf, useMe } from '../api/query.ts'
import type { Objects } from '../api/schema.gen.ts'
import { useFormat, useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { useScope } from '../shell/scope'
import { Badge } from '../ui/badge'
import { ButtonLink } from '../ui/button'
import { Link } from '../ui/link'
import { toneIcons } from '../ui/state-badge'
import type { Column, Filter } from '../ui/table/types.ts'
import { offeringMenu } from './menu'
import { COLLECTION, type Offering, offeringHref } from './types.ts'

type Cloud = Objects['service-settings']

export const STATES = ['Draft', 'Active', 'Paused', 'Archived', 'Unavailable'] as const
const TONES = { Draft: 'off', Active: 'ok', Paused: 'warn', Archived: 'off', Unavailable: 'warn' } as const

/** The state of an offering; these are its own, and not those of objects in a cloud. */
export function OfferingState({ state }: { state: Offering['state'] }) {
  const t = useT()
  return (
    <span data-state={state}>
      <Badge tone={TONES[state]} icon={toneIcons[TONES[state]]}>
        {t(`provider.state.${state}`)}
      </Badge>
    </span>
  )
}

/** Whether the cloud answers, and whether one can be sure that it is the right one. */
export function CloudHealth({ cloud }: { cloud: Cloud | undefined }) {
  const t = useT()
  const format = useFormat()
  if (!cloud) return <span className="text-muted">–</span>
  if (cloud.unreachable_since)
    return (
      <Badge tone="bad" icon={toneIcons.bad}>
        {t('provider.healthDown', { time: format.dateTime(cloud.unreachable_since) })}
      </Badge>
    )
  if (!cloud.verify_ssl)
    return (
      <Badge tone="warn" icon={TriangleAlert}>
        {t('provider.healthInsecure')}
      </Badge>
    )
  return (
    <Badge tone="ok" icon={toneIcons.ok}>
      {t('provider.healthOk')}
    </Badge>
  )
}

const FIELDS = ['type', 'customer_uuid', 'scope_uuid', 'parent_uuid', 'order_count', 'created', 'shared'] as const
const TYPES = {
  'OpenStack.Tenant': 'provider.typeTenant',
  'OpenStack.Instance': 'provider.typeInstance',
  'OpenStack.Volume': 'provider.typeVolume',
} as const
const create = permission('OFFERING.CREATE', ['customer'])

export function OfferingList({ customerUuid }: { customerUuid: string }) {
  const t = useT()
  const scope = useScope()
  const { caller } = useMe()
  const clouds = useQuery(
    listOf('service-settings', {
      customer_uuid: customerUuid,
      field: ['uuid', 'name', 'state', 'verify_ssl', 'last_sync', 'unreachable_since'],
      page_size: 100,
    }),
  ).data?.rows
  const columns = useMemo<Column<Offering>[]>(() => {
    const cloudOf = (offering: Offering) =>
      (clouds as Cloud[] | undefined)?.find(({ uuid }) => uuid === offering.scope_uuid)
    return [
      {
        id: 'name',
        header: t('common.name'),
        sortKey: 'name',
        width: '18rem',
        cell: (row) => <Link href={offeringHref(row)}>{row.name}</Link>,
        csv: (row) => row.name,
      },
      {
        id: 'state',
        header: t('common.state'),
        sortKey: 'state',
        width: '9rem',
        cell: (row) => <OfferingState state={row.state} />,
        csv: (row) => row.state,
      },
      {
        id: 'type',
        header: t('provider.type'),
        sortKey: 'type',
        width: '8rem',
        cell: (row) => (row.type in TYPES ? t(TYPES[row.type as keyof typeof TYPES]) : row.type),
        csv: (row) => row.type,
      },
      {
        id: 'health',
        header: t('provider.health'),
        cell: (row) => <CloudHealth cloud={cloudOf(row)} />,
        csv: (row) => cloudOf(row)?.unreachable_since ?? '',
        watch: (row) => JSON.stringify(cloudOf(row)),
      },
      {
        id: 'sync',
        header: t('provider.lastSync'),
        cell: (row) => <RelativeTime value={cloudOf(row)?.last_sync} />,
        csv: (row) => cloudOf(row)?.last_sync,
      },
      {
        id: 'orders',
        header: t('provider.orders'),
        align: 'right',
        width: '7rem',
        cell: (row) => row.order_count,
        csv: (row) => row.order_count,
      },
      {
        id: 'created',
        header: t('common.created'),
        sortKey: 'created',
        width: '8rem',
        cell: (row) => <RelativeTime value={row.created} />,
        csv: (row) => row.created,
      },
    ]
  }, [t, clouds])
  const filters = useMemo<Filter[]>(
    () => [
      {
        id: 'type',
        label: t('provider.type'),
        pinned: true,
        options: Object.entries(TYPES).map(([value, label]) => ({ value, label: t(label) })),
      },
      {
        id: 'state',
        label: t('common.state'),
        multiple: true,
        pinned: true,
        options: STATES.map((value) => ({ value, label: t(`provider.state.${value}`) })),
      },
    ],
    [t],
  )
  const params = useMemo(() => ({ customer_uuid: customerUuid }), [customerUuid])
  const mayCreate = Boolean(caller && allows(create, caller, { customerUuid }))
  const createHref = mayCreate ? `/provider/${customerUuid}/offerings/new` : undefined
  const button = createHref && (
    <ButtonLink href={createHref} variant="primary" data-testid="create-offering">
      {t('provider.create')}
    </ButtonLink>
  )
  return (
    <ListPage title={t('provider.offerings')}>
      <ResourceList<Offering>
        id="offerings"
        collection={COLLECTION}
        label={t('provider.offerings')}
        columns={columns}
        fields={FIELDS}
        params={params}
        filters={filters}
        search={t('provider.search')}
        menu={offeringMenu}
        createHref={createHref}
        toolbar={button}
        scopeName={scope.customerName}
        empty={{ text: t('provider.empty'), action: button }}
      />
    </ListPage>
  )
}
