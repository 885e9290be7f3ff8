import { redirect } from 'next/navigation'

/** Every tab has an address of its own. */
export default async function OfferingIndexPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params
  redirect(`/provider/${org}/offerings/${id}/general`)
}
