import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { OrderDetails } from '@/components/order/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('orders.one') }
}

export default async function OrderPage({ params }: { params: Promise<{ project: string; order: string }> }) {
  const { project, order } = await params
  return <OrderDetails projectUuid={project} orderUuid={order} />
}
