'use client'

/** What an order asks for: its attributes, its limits with what they replace, its price. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { detailOf } from '../api/query.ts'
import { useFormat, useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { componentLabel, componentUnit, useCurrency } from '../marketplace/limits.ts'
import { SmallTable } from '../marketplace/offering'
import { Facts } from '../ui/facts'
import { Link } from '../ui/link'
import { Section } from '../ui/page'
import type { Order } from './types.ts'

type Values = Record<string, unknown>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

export function OrderSummarySection({ order }: { order: Order }) {
  const t = useT()
  const format = useFormat()
  const currency = useCurrency()
  const attributes = order.attributes as Values
  const isTenant = order.offering_type === 'OpenStack.Tenant' && order.type === 'Create'
  const groups = Array.isArray(attributes.security_groups)
    ? (attributes.security_groups as { name?: string }[]).map(({ name }) => name).filter(Boolean)
    : null
  const yesNo = (value: boolean) => t(value ? 'common.yes' : 'common.no')
  const date = (value: ReactNode) => value && format.date(String(value))
  const hasNetwork = attributes.skip_creation_of_default_subnet !== true
  return (
    <>
      <Section title={t('orders.summary')} testId="order-summary">
        <Facts
          facts={[
            {
              label: t('orders.offering'),
              value: (
                <Link href={`/p/${order.project_uuid}/marketplace/${order.offering_uuid}`}>{order.offering_name}</Link>
              ),
            },
            { label: t('common.project'), value: `${order.customer_name} / ${order.project_name}` },
            {
              label: t('orders.requestedBy'),
              value: (
                <>
                  {order.created_by_full_name || order.created_by_username}, <RelativeTime value={order.created} />
                </>
              ),
            },
            order.plan_name !== null && { label: t('marketplace.plan'), value: order.plan_name },
            {
              label: t('orders.price'),
              value:
                Number(order.cost ?? 0) === 0
                  ? t('marketplace.noPrice')
                  : t('common.perMonth', { amount: format.money(order.cost ?? 0, currency) }),
            },
            !!text(attributes.name) && { label: t('orders.attrName'), value: text(attributes.name), copy: true },
            !!text(attributes.description) && {
              label: t('orders.attrDescription'),
              value: text(attributes.description),
            },
            isTenant && {
              label: t('orders.attrNetwork'),
              value: hasNetwork ? text(attributes.subnet_cidr) || t('common.yes') : t('common.no'),
              mono: hasNetwork && !!text(attributes.subnet_cidr),
            },
            isTenant &&
              hasNetwork && {
                label: t('orders.attrRouter'),
                value: yesNo(attributes.skip_connection_extnet !== true),
              },
            isTenant &&
              !!groups && {
                label: t('orders.attrGroups'),
                value: groups.length > 0 ? groups.join(', ') : t('orders.none'),
              },
            !!text(attributes.availability_zone) && {
              label: t('orders.attrZone'),
              value: text(attributes.availability_zone),
            },
            !!order.start_date && { label: t('orders.startDate'), value: date(order.start_date) },
            !!text(attributes.end_date) && { label: t('orders.endDate'), value: date(text(attributes.end_date)) },
            !!order.request_comment && { label: t('orders.comment'), value: order.request_comment },
          ]}
        />
      </Section>
      {order.type !== 'Terminate' && Object.keys(order.limits).length > 0 && <Limits order={order} />}
    </>
  )
}

function Limits({ order }: { order: Order }) {
  const t = useT()
  const format = useFormat()
  const offering = useQuery(detailOf('marketplace-public-offerings', order.offering_uuid))
  const before = (order.attributes as Values).old_limits as Record<string, number> | undefined
  const amount = (type: string, limit: number | undefined) => {
    if (limit === undefined) return '–'
    const factor = offering.data?.components.find((component) => component.type === type)?.factor ?? 1
    return `${format.integer(limit / factor)} ${componentUnit(type)}`
  }
  const nameOf = (type: string) =>
    componentLabel(t, {
      type,
      name: offering.data?.components.find((component) => component.type === type)?.name ?? type,
    })
  // Without the offering the units are not known: the API counts RAM in MiB.
  if (!offering.data) return null
  return (
    <Section title={t('orders.limits')} testId="order-limits">
      <SmallTable
        caption={t('orders.limits')}
        head={[t('marketplace.component'), ...(before ? [t('orders.limitsBefore')] : []), t('orders.limitsAfter')]}
        rows={Object.entries(order.limits).map(([type, limit]) => ({
          key: type,
          cells: [nameOf(type), ...(before ? [amount(type, before[type])] : []), amount(type, limit)],
        }))}
      />
    </Section>
  )
}
