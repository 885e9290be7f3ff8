/** The components of a tenant offering and what limits an order may ask for (contract 6.2, 6.3). */
import { ApiError, type FieldErrors } from '../errors.ts'
import type { QuotaDelta } from '../quotas/reserve.ts'
import type { ComponentRow, OfferingRow, PluginOptions } from '../resources/offering/table.ts'
import { MIB_PER_GIB } from '../units.ts'

export type StorageMode = 'fixed' | 'dynamic'
export const storageModeOf = (options: PluginOptions): StorageMode => options.storage_mode ?? 'fixed'

type Builtin = Pick<ComponentRow, 'type' | 'name' | 'measuredUnit' | 'factor' | 'position'>

/** Built-in components; in dynamic mode one more for each volume type. */
export const BUILTIN_COMPONENTS: readonly Builtin[] = [
  { type: 'cores', name: 'Cores', measuredUnit: 'cores', factor: 1, position: 0 },
  { type: 'ram', name: 'RAM', measuredUnit: 'GB', factor: MIB_PER_GIB, position: 1 },
  { type: 'storage', name: 'Storage', measuredUnit: 'GB', factor: MIB_PER_GIB, position: 2 },
]
export const volumeTypeComponent = (name: string, index: number): Builtin => ({
  type: `gigabytes_${name}`,
  name: `Storage (${name})`,
  measuredUnit: 'GB',
  factor: 1,
  position: 10 + index,
})

const isTypeStorage = (type: string) => type.startsWith('gigabytes_')

/** The components that count in the offering's storage mode. */
export const shownComponents = (offering: Pick<OfferingRow, 'pluginOptions'>, rows: readonly ComponentRow[]) => {
  const dynamic = storageModeOf(offering.pluginOptions) === 'dynamic'
  return rows
    .filter(({ type }) => (dynamic ? type !== 'storage' : !isTypeStorage(type)))
    .sort((a, b) => a.position - b.position || (a.type < b.type ? -1 : 1))
}

const MANDATORY = { cores: 'CPU limit is mandatory.', ram: 'RAM limit is mandatory.' }
const wholeNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

/**
 * The limits of a tenant's order as whole numbers. What is left out takes the component's default.
 * @throws ApiError 400 under `limits`.
 */
export const checkLimits = (
  offering: OfferingRow,
  rows: readonly ComponentRow[],
  given: Record<string, unknown>,
): Record<string, number> => {
  const shown = shownComponents(offering, rows)
  const refused: FieldErrors = {}
  const limits: Record<string, number> = {}
  for (const type of Object.keys(given))
    if (!shown.some((component) => component.type === type)) refused[type] = ['The offering has no such component.']
  for (const { type, name, defaultLimit, minValue, maxValue, maxAvailableLimit, factor } of shown) {
    const value = given[type] === undefined ? (defaultLimit ?? undefined) : wholeNumber(given[type])
    if (given[type] !== undefined && value === undefined) refused[type] = ['Enter a whole number of 0 or more.']
    if (value === undefined) continue
    const per = factor > 1 ? ` (${factor} per unit)` : ''
    if (minValue !== null && value < minValue) refused[type] = [`${name}: at least ${minValue}${per}.`]
    if (maxValue !== null && value > maxValue) refused[type] = [`${name}: at most ${maxValue}${per}.`]
    if (maxAvailableLimit !== null && value > maxAvailableLimit)
      refused[type] = [`${name}: only ${maxAvailableLimit} available.`]
    limits[type] = value
  }
  if (Object.keys(refused).length > 0) throw new ApiError('invalid', 'The limits are not valid.', { limits: refused })
  const missing = Object.entries(MANDATORY).find(([type]) => !limits[type])?.[1]
  const storage = shown.some(({ type }) => (type === 'storage' || isTypeStorage(type)) && (limits[type] ?? 0) > 0)
  const message = missing ?? (storage ? undefined : 'Storage limit is mandatory.')
  if (message) throw new ApiError('invalid', message, { limits: [message] })
  return limits
}

/**
 * The quotas that limits mean (contract 6.2). In dynamic mode volume types that are not named get 0, and storage is the
 * sum of them.
 */
export const quotasOfLimits = (
  options: PluginOptions,
  limits: Record<string, number>,
  volumeTypes: readonly string[],
): QuotaDelta => {
  const quotas: QuotaDelta = { vcpu: limits.cores ?? 0, ram: limits.ram ?? 0 }
  if (storageModeOf(options) === 'fixed') return { ...quotas, storage: limits.storage ?? 0 }
  let sumGib = 0
  for (const name of volumeTypes) {
    quotas[`gigabytes_${name}`] = limits[`gigabytes_${name}`] ?? 0
    sumGib += quotas[`gigabytes_${name}`]
  }
  return { ...quotas, storage: sumGib * MIB_PER_GIB }
}

/** Limits of the offering that hold from the start (contract 6.2). */
export const quotasOfOptions = ({ max_instances, max_volumes, max_security_groups }: PluginOptions): QuotaDelta => ({
  ...(max_instances !== undefined && { instances: max_instances }),
  ...(max_volumes !== undefined && { volumes: max_volumes }),
  ...(max_security_groups !== undefined && { security_group_count: max_security_groups }),
})
