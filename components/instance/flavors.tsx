'use client'

/** Choosing a flavor: each with its size, and why it cannot be chosen. */
import { useMemo } from 'react'
import type { Objects } from '../api/schema.gen.ts'
import { useFormat, useT } from '../i18n/provider'
import { type Quota, useQuotaLabel } from '../resource/preflight.ts'
import { type RadioCard, RadioCards } from '../ui/choice'

export type Flavor = Objects['openstack-flavors']

/** How many instances of a flavor fit into what is free; null when nothing limits them. */
export const fitsOf = (flavor: Pick<Flavor, 'cores' | 'ram'>, quotas: readonly Quota[] | undefined): number | null => {
  const need: Record<string, number> = { vcpu: flavor.cores, ram: flavor.ram, instances: 1 }
  const counts = (quotas ?? [])
    .filter(({ name, limit }) => need[name] !== undefined && limit >= 0)
    .map(({ name, limit, usage }) => Math.max(0, Math.floor((limit - usage) / need[name])))
  return counts.length > 0 ? Math.min(...counts) : null
}

/** Why a flavor cannot be taken: the image's needs, or the first quota without room. */
export function useFlavorReason(
  quotas: readonly Quota[] | undefined,
  image?: { min_ram: number; name: string } | null,
) {
  const t = useT()
  const format = useFormat()
  const label = useQuotaLabel()
  return (flavor: Flavor, own?: { cores: number; ram: number }): string | undefined => {
    if (image && image.min_ram > flavor.ram) return t('instances.flavorTooSmall', { needed: format.gib(image.min_ram) })
    const need: Record<string, number> = {
      vcpu: flavor.cores - (own?.cores ?? 0),
      ram: flavor.ram - (own?.ram ?? 0),
      ...(own ? {} : { instances: 1 }),
    }
    for (const { name, limit, usage } of quotas ?? []) {
      const needed = need[name]
      if (needed === undefined || limit < 0 || needed <= limit - usage) continue
      const amount = (value: number) => (name === 'ram' ? format.gib(value) : format.integer(value))
      return t('ui.needs', { needed: `${amount(needed)} ${label(name)}`, free: amount(Math.max(0, limit - usage)) })
    }
  }
}

export function FlavorChoice({
  flavors,
  value,
  onChange,
  reason,
  quotas,
}: {
  flavors: readonly Flavor[]
  value: string | null
  onChange: (uuid: string) => void
  reason: (flavor: Flavor) => string | undefined
  quotas: readonly Quota[] | undefined
}) {
  const t = useT()
  const format = useFormat()
  const options = useMemo<RadioCard<string>[]>(
    () =>
      flavors.map((flavor) => {
        const fits = fitsOf(flavor, quotas)
        return {
          value: flavor.uuid,
          label: flavor.name,
          hint: `${flavor.cores} ${t('common.vcpu')} · ${format.gib(flavor.ram)} ${t('common.ram')}${flavor.disk ? ` · ${format.gib(flavor.disk)}` : ''}`,
          aside: fits === null ? undefined : t('instances.fits', { count: fits }),
          disabledReason: reason(flavor),
        }
      }),
    [flavors, quotas, reason, t, format],
  )
  return <RadioCards value={value} onChange={onChange} options={options} columns={2} />
}
