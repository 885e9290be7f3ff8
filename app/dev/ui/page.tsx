import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { Showroom } from './showroom'

export const metadata: Metadata = { title: 'Design system' }

/** Every token and primitive in every state. For developers: a production build answers "not found" unless FOYER_DEV_UI=1. */
export default function DesignSystemPage() {
  if (process.env.NODE_ENV === 'production' && process.env.FOYER_DEV_UI !== '1') notFound()
  return (
    <Suspense>
      <Showroom />
    </Suspense>
  )
}
