'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { announceSignedOut } from '../api/client.ts'
import { newRows } from './new-rows'
import { followStream } from './session.ts'
import { setLiveState } from './state'
import { share } from './tabs.ts'

/** Keeps what was read true by the event stream. Inside `QueryClientProvider`, once per page. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  useEffect(
    () =>
      followStream({
        client,
        fresh: newRows,
        share: (onEvent) => share({ onEvent }),
        setState: setLiveState,
        onSignedOut: announceSignedOut,
      }),
    [client],
  )
  return children
}
