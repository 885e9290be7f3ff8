'use client'

/** Choosing a flavor: each with its size, and why it cannot be chosen. */
import { useId, useState } from 'react'
import type { Objects } from '../api/schema.gen.ts'
import { gibToMib } from '../api/units.gen.ts'
import { useFormat, useT } from '../i18n/provider'
import { type Quota, useQuotaLabel } from '../resource/preflight.ts'
import { cn } from '../ui/cn'
import { useField, useFieldLabel } from '../ui/field'
import { NumberInput } from '../ui/number-input'

/** A column; the wide screens' alone where `wide`. */
type Head = { name: string; right?: boolean; wide?: boolean }

/** So many are seen at a glance; more are filtered. */
const FEW = 8

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

/**
 * Flavors as a table with a choice in each row. One that cannot be taken stays in sight and reachable, and says why.
 * Arrow keys move the choice, as among all radio buttons.
 */
export function FlavorTable({
  flavors,
  value,
  onChange,
  onBlur,
  reason,
  quotas,
  price,
}: {
  flavors: readonly Flavor[]
  value: string | null
  onChange: (uuid: string) => void
  onBlur?: () => void
  reason: (flavor: Flavor) => string | undefined
  /** With it each row says how many fit. */
  quotas?: readonly Quota[]
  /** What a flavor costs in a month, as text; null where nothing is said of prices. */
  price?: (flavor: Flavor) => string | null
}) {
  const t = useT()
  const format = useFormat()
  const id = useId()
  const labelId = useFieldLabel()
  const field = useField()
  const [least, setLeast] = useState<{ cores: number | null; ramGib: number | null }>({ cores: null, ramGib: null })
  const shown = flavors.filter(({ cores, ram }) => cores >= (least.cores ?? 0) && ram >= gibToMib(least.ramGib ?? 0))
  const hasPrice = Boolean(price && flavors.some((flavor) => price(flavor) !== null))
  const hasDisk = flavors.some(({ disk }) => disk > 0)
  return (
    <div className="space-y-2">
      {flavors.length > FEW && (
        <div className="flex flex-wrap gap-3">
          <span className="flex items-center gap-2 text-sm text-muted">
            {t('instances.minCores')}
            <NumberInput
              className="w-28"
              value={least.cores}
              min={1}
              onChange={(cores) => setLeast({ ...least, cores })}
              aria-label={t('instances.minCores')}
            />
          </span>
          <span className="flex items-center gap-2 text-sm text-muted">
            {t('instances.minRam')}
            <NumberInput
              className="w-32"
              unit="GiB"
              value={least.ramGib}
              min={1}
              onChange={(ramGib) => setLeast({ ...least, ramGib })}
              aria-label={t('instances.minRam')}
            />
          </span>
        </div>
      )}
      <div
        role="radiogroup"
        aria-labelledby={labelId}
        aria-describedby={field['aria-describedby']}
        aria-required={field['aria-required']}
        className="max-h-96 overflow-auto rounded-md border border-line"
      >
        <table className="w-full border-separate border-spacing-0 text-sm" data-testid="table-flavors">
          <thead className="sticky top-0 z-10">
            <tr>
              {(
                [
                  { name: t('common.name') },
                  { name: t('common.vcpu'), right: true },
                  { name: t('common.ram'), right: true },
                  ...(hasDisk ? [{ name: t('instances.disk'), right: true, wide: true }] : []),
                  ...(hasPrice ? [{ name: t('instances.perMonth'), right: true }] : []),
                  { name: t('instances.fitsHead'), right: true },
                ] satisfies Head[]
              ).map(({ name, right, wide }: Head) => (
                <th
                  key={name}
                  scope="col"
                  className={cn(
                    'h-8 border-b border-line bg-surface px-2 text-left text-xs text-muted',
                    right && 'text-right',
                    wide && 'max-sm:hidden',
                  )}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((flavor, index) => {
              const refusal = reason(flavor)
              const fits = fitsOf(flavor, quotas)
              const own = `${id}-${flavor.uuid}`
              const last = index === shown.length - 1
              const cell = cn('h-(--row) px-2 text-right whitespace-nowrap tabular', !last && 'border-b border-line')
              return (
                <tr
                  key={flavor.uuid}
                  data-testid={`flavor-${flavor.name}`}
                  data-disabled={refusal ? '' : undefined}
                  onClick={() => !refusal && onChange(flavor.uuid)}
                  className={cn(
                    refusal ? 'bg-surface text-muted' : 'cursor-pointer hover:bg-hover',
                    value === flavor.uuid && 'bg-accent-soft hover:bg-accent-soft',
                  )}
                >
                  <th scope="row" className={cn('px-2 py-1.5 text-left font-normal', !last && 'border-b border-line')}>
                    <span className="flex items-start gap-2">
                      <input
                        type="radio"
                        id={index === 0 ? field.id : own}
                        name={id}
                        value={flavor.uuid}
                        checked={value === flavor.uuid}
                        aria-disabled={refusal ? true : undefined}
                        aria-describedby={refusal ? `${own}-why` : undefined}
                        aria-label={flavor.name}
                        onBlur={onBlur}
                        // A disabled radio could not be reached, and its reason not be heard.
                        onChange={() => !refusal && onChange(flavor.uuid)}
                        className="mt-0.5 size-4 accent-(--color-accent) aria-disabled:opacity-50"
                      />
                      <span className="min-w-0">
                        <span className="block font-medium">{flavor.name}</span>
                        {refusal && (
                          <span id={`${own}-why`} className="block text-xs text-warn" data-testid="reason">
                            {refusal}
                          </span>
                        )}
                      </span>
                    </span>
                  </th>
                  <td className={cell}>{format.integer(flavor.cores)}</td>
                  <td className={cell}>{format.gib(flavor.ram)}</td>
                  {hasDisk && (
                    <td className={cn(cell, 'max-sm:hidden')}>{flavor.disk ? format.gib(flavor.disk) : '–'}</td>
                  )}
                  {hasPrice && <td className={cell}>{price?.(flavor) ?? '–'}</td>}
                  <td className={cn(cell, 'text-muted')}>
                    {fits === null ? t('common.unlimited') : t('instances.fits', { count: fits })}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
        {shown.length === 0 && <p className="px-3 py-4 text-sm text-muted">{t('instances.flavorsNone')}</p>}
      </div>
    </div>
  )
}
