'use client'

/** One order: where it stands, what it asks for, how it is carried out (screens 5.4). */
import { useQuery } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { isApiFailure } from '../api/client.ts'
import { detailOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { useObjectActions } from '../resource/actions'
import { shownError, storedError } from '../resource/failure.ts'
import { type Job, JobDetails } from '../resource/job-progress'
import { NotFound } from '../resource/not-found'
import { useMayCreate } from '../resource/rights'
import { useScope, useScopeCrumbs } from '../shell/scope'
import { Breadcrumb } from '../ui/breadcrumb'
import { ButtonLink } from '../ui/button'
import { ErrorState, Skeleton } from '../ui/error-state'
import { PageHeader, Section } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { orderMenu } from './menu'
import { OrderStages } from './stages'
import { OrderSummarySection } from './summary'
import { type Order, TYPE_LABELS } from './types.ts'

export function OrderDetails({ projectUuid, orderUuid }: { projectUuid: string; orderUuid: string }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  const mayCreate = useMayCreate(useScope())
  const actions = useObjectActions(orderMenu)
  const query = useQuery(detailOf('marketplace-orders', orderUuid))
  if (isApiFailure(query.error) && query.error.status === 404) return <NotFound />
  if (query.error && !query.data)
    return <ErrorState error={shownError(query.error)} onRetry={() => void query.refetch()} />
  const order = query.data
  if (!order) return <Skeleton className="h-40" />
  const name = order.resource_name || order.slug
  const { actions: shown, more } = actions.header({ ...order, action: '' })
  const mayCopy = mayCreate && order.type === 'Create' && order.offering_type === 'OpenStack.Tenant'
  return (
    <>
      <PageHeader
        title={`${t(TYPE_LABELS[order.type])}: ${name}`}
        state={<StateBadge state={order.state} error={order.error_message} />}
        aside={order.offering_name}
        breadcrumb={
          <Breadcrumb
            items={[
              ...crumbs,
              { label: t('orders.title'), href: `/p/${projectUuid}/orders` },
              { label: name, kind: t('orders.one') },
            ]}
          />
        }
        actions={[
          ...shown,
          ...(mayCopy && ['rejected', 'canceled', 'erred'].includes(order.state)
            ? [
                {
                  id: 'copy',
                  label: t('orders.copy'),
                  icon: Copy,
                  href: `/p/${projectUuid}/marketplace/${order.offering_uuid}/order?from=${order.uuid}`,
                },
              ]
            : []),
        ]}
        more={more}
      />
      <OrderStages order={order} />
      <Rejection order={order} />
      {order.error_message && (
        <div className="pb-5" data-testid="order-error">
          <ErrorState error={storedError(order.error_message)} />
          {order.error_traceback && (
            <details className="pt-2 text-sm">
              <summary>{t('orders.traceback')}</summary>
              <pre className="overflow-x-auto text-xs">{order.error_traceback}</pre>
            </details>
          )}
        </div>
      )}
      <div className="grid grid-cols-1 gap-x-10 xl:grid-cols-2">
        <div className="min-w-0">
          <OrderSummarySection order={order} />
        </div>
        <div className="min-w-0">
          <Progress order={order} />
        </div>
      </div>
      {actions.dialogs}
    </>
  )
}

function Rejection({ order }: { order: Order }) {
  const t = useT()
  const comment = order.provider_rejection_comment || order.consumer_rejection_comment
  if (!comment) return null
  return (
    <div className="mb-5 rounded-md border border-bad/35 bg-bad-soft/45 px-3 py-2" data-testid="rejection">
      <p className="text-sm text-muted">{t('orders.rejection')}</p>
      <p className="whitespace-pre-line">{comment}</p>
    </div>
  )
}

const DONE_LABELS = {
  'OpenStack.Tenant': 'orders.openTenant',
  'OpenStack.Instance': 'orders.openInstance',
  'OpenStack.Volume': 'orders.openVolume',
} as const

/** The object that was ordered. An instance's page needs its tenant, which its job names. */
const objectHref = ({ resource_uuid, offering_type }: Order, tenantUuid: string | undefined): string | null => {
  if (!resource_uuid) return null
  if (offering_type === 'OpenStack.Tenant') return `/t/${resource_uuid}`
  if (!tenantUuid) return null
  return `/t/${tenantUuid}/${offering_type === 'OpenStack.Instance' ? 'instances' : 'volumes'}/${resource_uuid}/overview`
}

function Progress({ order }: { order: Order }) {
  const t = useT()
  const query = useQuery({ ...detailOf('foyer-jobs', order.job_uuid ?? ''), enabled: Boolean(order.job_uuid) })
  const job = query.data as (Job & { tenant_uuid?: string }) | undefined
  const href = order.type === 'Terminate' ? null : objectHref(order, job?.tenant_uuid)
  const label = DONE_LABELS[order.offering_type as keyof typeof DONE_LABELS]
  return (
    <Section title={t('orders.progress')} testId="order-progress">
      {!order.job_uuid ? (
        <p className="text-sm text-muted">{t('orders.progressNone')}</p>
      ) : query.error && !job ? (
        <ErrorState error={shownError(query.error)} onRetry={() => void query.refetch()} compact />
      ) : job ? (
        <JobDetails job={job} />
      ) : (
        <Skeleton className="h-24" />
      )}
      {order.output && <p className="pt-3 whitespace-pre-line">{order.output}</p>}
      {href && label && (
        <div className="pt-4">
          <ButtonLink href={href} variant={order.state === 'done' ? 'primary' : 'secondary'} data-testid="open-object">
            {t(label)}
          </ButtonLink>
        </div>
      )}
    </Section>
  )
}
