/** What quotas leave for one volume. */
import type { Quota } from '../resource/preflight.ts'

const MIB_PER_GIB = 1024

/** Free space of a type in whole GiB: the least of all limits on it; null when nothing limits it. */
export const freeGib = (quotas: readonly Quota[] | undefined, type: string): number | null => {
  const free = (quotas ?? [])
    .filter(({ name, limit }) => limit >= 0 && (name === 'storage' || name === `gigabytes_${type}`))
    .map(({ name, limit, usage }) => Math.floor((limit - usage) / (name === 'storage' ? MIB_PER_GIB : 1)))
  return free.length > 0 ? Math.max(0, Math.min(...free)) : null
}
