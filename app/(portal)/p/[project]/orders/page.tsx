import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { OrderList } from '@/components/order/list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('orders.title') }
}

export default async function OrdersPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <OrderList projectUuid={project} />
}
