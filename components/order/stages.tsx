'use client'

/** Where an order stands: each station with who and when, the next one named. */
import { Ban, Check, CircleDashed, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react'
import { useFormat, useT } from '../i18n/provider'
import { RelativeTime, useNow } from '../i18n/time'
import { cn } from '../ui/cn'
import { useWaiting } from './cells'
import { isPending, type Order } from './types.ts'

type Stage = {
  id: string
  label: string
  state: 'done' | 'current' | 'todo' | 'bad' | 'off'
  at?: string | null
  who?: string | null
}

const LOOKS: Record<Stage['state'], { icon: LucideIcon; tone: string }> = {
  done: { icon: Check, tone: 'text-ok' },
  current: { icon: LoaderCircle, tone: 'text-busy' },
  todo: { icon: CircleDashed, tone: 'text-muted' },
  bad: { icon: CircleX, tone: 'text-bad' },
  off: { icon: Ban, tone: 'text-muted' },
}

function useStages(order: Order): Stage[] {
  const t = useT()
  const format = useFormat()
  const { state } = order
  const begun = ['executing', 'done', 'erred'].includes(state)
  const past = (reached: boolean, here: boolean): Stage['state'] => (here ? 'current' : reached ? 'done' : 'todo')
  const stages: Stage[] = [
    {
      id: 'ordered',
      label: t('orders.stageOrdered'),
      state: 'done',
      at: order.created,
      who: order.created_by_full_name || order.created_by_username,
    },
    {
      id: 'consumer',
      label: t('orders.stageConsumer'),
      state: past(Boolean(order.consumer_reviewed_at), state === 'pending-consumer'),
      at: order.consumer_reviewed_at,
      who: order.auto_approved ? t('orders.automatic') : order.consumer_reviewed_by_full_name,
    },
  ]
  if (state === 'pending-provider' || order.provider_reviewed_at)
    stages.push({
      id: 'provider',
      label: t('orders.stageProvider'),
      state: past(Boolean(order.provider_reviewed_at), state === 'pending-provider'),
      at: order.provider_reviewed_at,
      who: order.provider_reviewed_by_full_name,
    })
  if (order.start_date)
    stages.push({
      id: 'date',
      label: `${t('orders.stageDate')} ${format.date(order.start_date)}`,
      state: past(begun, state === 'pending-start-date'),
    })
  if (state === 'rejected') {
    // Who rejects has reviewed, too: only the review before it was an approval.
    const refused = order.provider_reviewed_at ? 'provider' : 'consumer'
    const passed = stages.filter(({ id, state: at }) => at === 'done' && id !== refused)
    return [...passed, rejected(order, t('orders.stageRejected'))]
  }
  if (state === 'canceled')
    return [
      ...stages.filter(({ state: at }) => at === 'done'),
      { id: 'canceled', label: t('orders.stageCanceled'), state: 'off', at: order.completed_at },
    ]
  stages.push({
    id: 'run',
    label: t('orders.stageRun'),
    state: state === 'erred' ? 'bad' : past(state === 'done', state === 'executing'),
  })
  stages.push(
    state === 'erred'
      ? { id: 'erred', label: t('orders.stageErred'), state: 'bad', at: order.completed_at }
      : { id: 'done', label: t('orders.stageDone'), state: past(state === 'done', false), at: order.completed_at },
  )
  return stages
}

const rejected = (order: Order, label: string): Stage => ({
  id: 'rejected',
  label,
  state: 'bad',
  at: order.completed_at ?? order.consumer_reviewed_at,
  who: order.provider_reviewed_by_full_name || order.consumer_reviewed_by_full_name,
})

export function OrderStages({ order }: { order: Order }) {
  const t = useT()
  const format = useFormat()
  const now = useNow()
  const waiting = useWaiting()(order)
  const end = order.completed_at ? new Date(order.completed_at).getTime() : null
  const took = (end ?? now) - new Date(order.created).getTime()
  return (
    <div className="pb-5" data-testid="order-stages" data-state={order.state}>
      <ol aria-label={t('orders.stages')} className="flex flex-col gap-x-2 gap-y-2 sm:flex-row sm:flex-wrap">
        {useStages(order).map((stage, index, all) => {
          const { icon: Icon, tone } = LOOKS[stage.state]
          return (
            <li
              key={stage.id}
              data-testid={`stage-${stage.id}`}
              data-state={stage.state}
              aria-current={stage.state === 'current' ? 'step' : undefined}
              className="flex items-start gap-2"
            >
              <Icon
                aria-hidden
                className={cn('mt-0.5 size-4 shrink-0', tone, stage.state === 'current' && 'motion-safe:animate-spin')}
              />
              <span className={cn(stage.state === 'todo' && 'text-muted')}>
                {stage.label}
                {(stage.who || stage.at) && (
                  <span className="block text-xs text-muted">
                    {stage.who}
                    {stage.who && stage.at && ', '}
                    {stage.at && <RelativeTime value={stage.at} />}
                  </span>
                )}
              </span>
              {index < all.length - 1 && <span aria-hidden className="mx-1 mt-2.5 h-px w-6 bg-line max-sm:hidden" />}
            </li>
          )
        })}
      </ol>
      <p className="pt-2 text-sm text-muted" suppressHydrationWarning>
        {isPending(order) && waiting && `${t('orders.next', { who: waiting })}. `}
        {order.state === 'executing'
          ? t('orders.runningFor', { time: format.duration(took) })
          : end !== null && t('orders.elapsed', { time: format.duration(took) })}
      </p>
    </div>
  )
}
