/** What volumes take of a tenant's quotas (contract 4.2). */
import { type QuotaDelta, sumDeltas } from '../../quotas/reserve.ts'
import { MIB_PER_GIB } from '../../units.ts'

export const volumeDelta = ({ sizeMib, typeName }: { sizeMib: number; typeName: string }): QuotaDelta => ({
  volumes: 1,
  ...sizeDelta(sizeMib, typeName),
})

const typed = (sizeMib: number, typeName: string): QuotaDelta =>
  typeName ? { [`gigabytes_${typeName}`]: Math.ceil(sizeMib / MIB_PER_GIB) } : {}

/** A volume that goes from one type's room to another's. */
export const retypeDelta = (sizeMib: number, from: string, to: string): QuotaDelta =>
  sumDeltas(typed(sizeMib, to), typed(-sizeMib, from))

/** Growth alone. */
export const sizeDelta = (sizeMib: number, typeName: string): QuotaDelta => ({
  storage: sizeMib,
  volumes_size: sizeMib,
  ...typed(sizeMib, typeName),
})
