/** What instances take of a tenant's quotas (contract 4.2). */
import type { QuotaDelta } from '../../quotas/reserve.ts'

export const flavorDelta = ({ cores, ramMib }: { cores: number; ramMib: number }): QuotaDelta => ({
  vcpu: cores,
  ram: ramMib,
})

export const instanceDelta = (instance: { cores: number; ramMib: number }): QuotaDelta => ({
  instances: 1,
  ...flavorDelta(instance),
})
