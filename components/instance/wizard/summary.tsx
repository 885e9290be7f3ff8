'use client'

import { gibToMib } from '../../api/units.gen.ts'
import { useFormat, useT } from '../../i18n/provider'
import type { PreflightRow } from '../../ui/form/fit.ts'
import { Preflight, type PreflightCost } from '../../ui/form/preflight'
import { Link } from '../../ui/link'
import type { Flavor, Image } from './choices.ts'
import type { Values } from './values.ts'

/** Right of the form: what will be made, whether it fits, and what it costs. */
export function WizardSummary({
  values,
  image,
  flavor,
  rows,
  cost,
  planName,
  tenantUuid,
  note,
}: {
  values: Values
  image: Image | undefined
  flavor: Flavor | undefined
  rows: readonly PreflightRow[] | undefined
  cost: PreflightCost | null
  planName: string | undefined
  tenantUuid: string
  note?: string
}) {
  const t = useT()
  const format = useFormat()
  const disks = [values.system_volume_size, ...values.data_volumes.map(({ size }) => size)].map((size) =>
    format.gib(gibToMib(size ?? 0)),
  )
  return (
    <>
      <div className="tabular">
        <p className="truncate font-medium">{values.name || t('instances.one')}</p>
        <p className="text-sm text-muted">
          {[
            image?.name,
            flavor && `${flavor.name} (${flavor.cores} ${t('common.vcpu')}, ${format.gib(flavor.ram)})`,
            disks.join(' + '),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <Preflight
        rows={rows}
        cost={cost}
        countable
        requestMore={({ name }, missing) => (
          <Link href={`/t/${tenantUuid}/quotas?request=${name}&amount=${missing}`}>{t('instanceNew.requestMore')}</Link>
        )}
      >
        {cost && planName && <p className="text-xs text-muted">{t('instanceNew.costNote', { plan: planName })}</p>}
        {note && <p className="text-sm text-muted">{note}</p>}
      </Preflight>
    </>
  )
}
