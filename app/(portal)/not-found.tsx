import { NotFound } from '@/components/resource/not-found'

export default function PortalNotFoundPage() {
  return <NotFound />
}
