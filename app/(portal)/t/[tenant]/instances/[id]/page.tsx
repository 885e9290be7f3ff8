import { redirect } from 'next/navigation'

/** Every tab has an address of its own; the object's is its overview. */
export default async function InstanceIndexPage({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params
  redirect(`/t/${tenant}/instances/${id}/overview`)
}
