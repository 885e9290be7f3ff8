import { redirect } from 'next/navigation'

/** Every tab has an address of its own; the object's is its first. */
export default async function RouterIndexPage({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params
  redirect(`/t/${tenant}/routers/${id}/overview`)
}
