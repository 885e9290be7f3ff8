/** What volumes take of a tenant's quotas (contract 4.2). */
import type { QuotaDelta } from '../../quotas/reserve.ts'
import { MIB_PER_GIB } from '../../units.ts'

export const volumeDelta = ({ sizeMib, typeName }: { sizeMib: number; typeName: string }): QuotaDelta => ({
  volumes: 1,
  ...sizeDelta(sizeMib, typeName),
})

/** Growth alone. */
export const sizeDelta = (sizeMib: number, typeName: string): QuotaDelta => ({
  storage: sizeMib,
  volumes_size: sizeMib,
  ...(typeName && { [`gigabytes_${typeName}`]: Math.ceil(sizeMib / MIB_PER_GIB) }),
})
