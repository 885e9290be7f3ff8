import { NotFound } from '@/components/resource/not-found'

/** What does not exist, for everyone: the words are those of what may not be seen. */
export default function NotFoundPage() {
  return (
    <main id="content" className="mx-auto max-w-2xl p-6">
      <NotFound />
    </main>
  )
}
