import { Ban, Check, RotateCw, X } from 'lucide-react'
import { anyOf, permission } from '../api/access.gen.ts'
import { menuFor, type PublicObject } from '../resource/actions'
import { type Order, TYPE_LABELS } from './types.ts'

const asConsumer = (order: PublicObject) =>
  order.offering_shared
    ? permission('ORDER.APPROVE')
    : anyOf(permission('ORDER.APPROVE_PRIVATE'), permission('ORDER.APPROVE'))
const state = (order: PublicObject) => order.state as Order['state']

export const orderMenu = menuFor('marketplace-orders', [
  {
    action: 'approve_by_consumer',
    id: 'approve',
    label: 'orders.approve',
    icon: Check,
    visible: true,
    needs: asConsumer,
    hidden: (order) => state(order) !== 'pending-consumer',
    confirm: (order, t) => ({
      level: 'L1',
      title: t('orders.approveTitle', { name: String(order.resource_name) }),
      effect: t('orders.approveEffect', {
        what: t(TYPE_LABELS[order.type as Order['type']]),
        name: String(order.resource_name),
        project: String(order.project_name),
      }),
      confirmLabel: t('orders.approve'),
    }),
  },
  {
    action: 'approve_by_provider',
    id: 'approve_provider',
    label: 'orders.approve',
    icon: Check,
    visible: true,
    needs: () => permission('ORDER.APPROVE', ['provider']),
    hidden: (order) => state(order) !== 'pending-provider',
  },
  {
    action: 'reject_by_consumer',
    id: 'reject',
    label: 'orders.reject',
    icon: X,
    visible: true,
    needs: () => permission('ORDER.REJECT'),
    hidden: (order) => state(order) !== 'pending-consumer',
    dialog: async () => (await import('./reject')).RejectOrderDialog,
  },
  {
    action: 'reject_by_provider',
    id: 'reject_provider',
    label: 'orders.reject',
    icon: X,
    visible: true,
    needs: () => permission('ORDER.REJECT', ['provider']),
    hidden: (order) => state(order) !== 'pending-provider',
    dialog: async () => (await import('./reject')).RejectOrderDialog,
  },
  {
    action: 'retry',
    label: 'orders.retry',
    icon: RotateCw,
    visible: true,
    hidden: (order) => state(order) !== 'erred',
  },
  {
    action: 'cancel',
    label: 'orders.cancel',
    icon: Ban,
    danger: true,
    hidden: (order) => !['pending-consumer', 'pending-project', 'pending-start-date'].includes(state(order)),
    confirm: (order, t) => ({
      level: 'L1',
      title: t('orders.cancelTitle', { name: String(order.resource_name) }),
      effect: t('orders.cancelEffect'),
      confirmLabel: t('orders.cancel'),
      danger: true,
    }),
  },
])
