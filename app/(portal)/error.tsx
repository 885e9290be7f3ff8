'use client'

import { BrokenPage, type BrokenPageProps } from '@/components/resource/broken-page'

/** A page that could not be drawn: menu and scope stay usable. */
export default function PortalErrorPage(props: BrokenPageProps) {
  return <BrokenPage {...props} />
}
