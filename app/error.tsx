'use client'

import { BrokenPage, type BrokenPageProps } from '@/components/resource/broken-page'

/** A page that could not be drawn; the frame around it, if any, is drawn anew with it. */
export default function ErrorPage(props: BrokenPageProps) {
  return (
    <main id="content" className="mx-auto max-w-2xl p-6">
      <BrokenPage {...props} />
    </main>
  )
}
