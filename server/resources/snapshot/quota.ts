/** What snapshots take of a tenant's quotas (contract 4.2). */
import type { QuotaDelta } from '../../quotas/reserve.ts'
import { sizeDelta } from '../volume/quota.ts'

/** Cinder counts a snapshot's size against storage and the room of its type, as it counts a volume's. */
export const snapshotDelta = ({ sizeMib, typeName }: { sizeMib: number; typeName: string }): QuotaDelta => {
  const { volumes_size: _, ...room } = sizeDelta(sizeMib, typeName)
  return { snapshots: 1, snapshots_size: sizeMib, ...room }
}
