'use client'

/** Components of a tenant offering: their units, their limits in the units people use, and what they cost. */
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import type { Objects } from '../api/schema.gen.ts'
import type { MessageKey, Translate } from '../i18n/core.ts'

export type Offering = Objects['marketplace-public-offerings']
export type Component = Offering['components'][number]
export type Plan = Offering['plans'][number]
/** By component; in the unit of the form: vCPU, GiB. */
export type UnitLimits = Readonly<Record<string, number | null>>

const TYPE_PREFIX = 'gigabytes_'
export const isTypeStorage = (type: string): boolean => type.startsWith(TYPE_PREFIX)
export const isStorage = (type: string): boolean => type === 'storage' || isTypeStorage(type)

/** Screens 5.2; what the offering presets goes first. */
const PRESETS: Record<string, number> = { cores: 20, ram: 50, storage: 1024 }

/** The quota that a component limits. */
export const quotaOf = (type: string): string => (type === 'cores' ? 'vcpu' : type)

/** A component's name for people. */
export const componentLabel = (t: Translate, { type, name }: Pick<Component, 'type' | 'name'>): string => {
  if (isTypeStorage(type)) return t('marketplace.storageOfType', { type: type.slice(TYPE_PREFIX.length) })
  const key = `marketplace.${type}` as MessageKey
  return ['cores', 'ram', 'storage'].includes(type) ? t(key) : name
}
export const componentUnit = (type: string): string => (type === 'cores' ? 'vCPU' : 'GiB')

export const toUnit = ({ factor }: Pick<Component, 'factor'>, limit: number): number => limit / factor
export const fromUnit = ({ factor }: Pick<Component, 'factor'>, value: number): number => value * factor

/** Least and most in the form's unit. Only storage by type may be 0. */
export const rangeOf = (component: Component): { min: number; max: number | undefined } => {
  const most = [component.max_value, component.max_available_limit].filter((value) => value !== null)
  return {
    min: Math.max(isTypeStorage(component.type) ? 0 : 1, Math.ceil(toUnit(component, component.min_value ?? 0))),
    max: most.length > 0 ? Math.floor(toUnit(component, Math.min(...most))) : undefined,
  }
}

/** What a form begins with. */
export const presetOf = (component: Component): number => {
  const { min, max } = rangeOf(component)
  const preset =
    component.default_limit === null ? (PRESETS[component.type] ?? 0) : toUnit(component, component.default_limit)
  return Math.max(min, Math.min(preset, max ?? preset))
}

/** Limits of the form as the API counts them: MiB for RAM and storage, GiB per volume type. */
export const limitsOf = (components: readonly Component[], values: UnitLimits): Record<string, number> =>
  Object.fromEntries(components.map((component) => [component.type, fromUnit(component, values[component.type] ?? 0)]))

/** How many of a plan's periods a month has; the server counts alike. */
export const UNITS_PER_MONTH: Record<string, number> = { month: 1, quarter: 1 / 3, half_month: 2, day: 30, hour: 720 }

/** Price of a month, in the form's units; null where nothing is charged. */
export const monthlyPrice = (
  plan: Pick<Plan, 'prices' | 'unit'> | undefined,
  components: readonly Pick<Component, 'type'>[],
  values: UnitLimits,
): number | null => {
  if (!plan || Object.values(plan.prices).every((price) => Number(price) === 0)) return null
  const sum = components.reduce((total, { type }) => total + (values[type] ?? 0) * Number(plan.prices[type] ?? 0), 0)
  return sum * (UNITS_PER_MONTH[plan.unit] ?? 1)
}

export const periodLabel = (t: Translate, unit: string): string => {
  const keys: Record<string, MessageKey> = {
    month: 'marketplace.periodMonth',
    quarter: 'marketplace.periodQuarter',
    half_month: 'marketplace.periodHalfMonth',
    day: 'marketplace.periodDay',
    hour: 'marketplace.periodHour',
  }
  return keys[unit] ? t(keys[unit]) : unit
}

/** The portal's currency. */
export function useCurrency(): string {
  const { data } = useQuery({
    queryKey: ['configuration', 'public'],
    queryFn: ({ signal }) => api.get<{ WALDUR_CORE?: { CURRENCY_NAME?: string } }>('configuration', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data?.WALDUR_CORE?.CURRENCY_NAME || 'EUR'
}
