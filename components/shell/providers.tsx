'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { isApiFailure } from '../api/client.ts'
import { LiveProvider } from '../live/provider'

const RETRIES = 2

/** The cache of what was read, and the stream that keeps it true. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            // The event stream patches what is shown; nothing is read again just because time has passed.
            staleTime: 30_000,
            refetchOnWindowFocus: false,
            retry: (count, error) => count < RETRIES && isApiFailure(error) && error.isTransient,
          },
        },
      }),
  )
  return (
    <QueryClientProvider client={client}>
      <LiveProvider>{children}</LiveProvider>
    </QueryClientProvider>
  )
}
