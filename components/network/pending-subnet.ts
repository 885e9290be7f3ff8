'use client'

/**
 * A network takes its first subnet only once it stands in the cloud. What was asked for waits in the browser, so that a
 * reload or another tab goes on; it is taken out before it is sent, so that two tabs do not send it twice.
 */
import type { subnetInput } from './subnet-values.ts'

export type PendingSubnet = ReturnType<typeof subnetInput>

const KEY = 'foyer-first-subnet-'
const HOUR_MS = 3_600_000

export const keepSubnet = (networkUuid: string, input: PendingSubnet): void => {
  try {
    localStorage.setItem(KEY + networkUuid, JSON.stringify({ input, at: Date.now() }))
  } catch {
    // A blocked storage: the network's page offers to add the subnet.
  }
}

/** What waits for this network; what has waited longer than an hour is nobody's wish any more. */
export const waitingSubnet = (networkUuid: string): PendingSubnet | undefined => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY + networkUuid) ?? 'null') as {
      input: PendingSubnet
      at: number
    } | null
    if (kept && Date.now() - kept.at < HOUR_MS) return kept.input
    localStorage.removeItem(KEY + networkUuid)
  } catch {
    // Blocked storage, or something else in it.
  }
  return undefined
}

export const dropSubnet = (networkUuid: string): void => {
  try {
    localStorage.removeItem(KEY + networkUuid)
  } catch {
    // Nothing was kept either.
  }
}
