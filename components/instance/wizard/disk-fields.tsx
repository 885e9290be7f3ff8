'use client'

import { Plus, Trash2 } from 'lucide-react'
import { gibToMib } from '../../api/units.gen.ts'
import { useFormat, useT } from '../../i18n/provider'
import { Button, IconButton } from '../../ui/button'
import type { FormHandle } from '../../ui/form/form'
import { NumberInput } from '../../ui/number-input'
import { Select } from '../../ui/select'
import type { Choices } from './choices.ts'
import { defaultType, storageLeftGib, type Values } from './values.ts'

const MOST_DISKS = 10
const FIRST_GIB = 10

/** The system disk and up to ten more. */
export function DiskFields({
  form,
  choices,
  leastGib,
}: {
  form: FormHandle<Values>
  choices: Choices
  leastGib: number
}) {
  const t = useT()
  const format = useFormat()
  const gib = (sizeGib: number) => format.gib(gibToMib(sizeGib))
  const types = choices.volumeTypes.map(({ uuid, name }) => ({ value: uuid, label: name }))
  const systemType = choices.volumeTypes.find(({ uuid }) => uuid === form.watch('system_volume_type'))
  const most = storageLeftGib(choices, systemType?.name ?? '')
  const disks = form.watch('data_volumes')
  const setDisks = (next: Values['data_volumes']) =>
    form.setValue('data_volumes', next, { shouldDirty: true, shouldTouch: true })
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <form.Field
          name="system_volume_size"
          label={t('instanceNew.systemSize')}
          required
          hint={
            most === null
              ? t('instanceNew.systemSizeLeast', { least: gib(leastGib) })
              : t('instanceNew.systemSizeHint', { least: gib(leastGib), most: gib(most) })
          }
        >
          {(control) => <NumberInput {...control} min={leastGib} max={most ?? undefined} unit="GiB" />}
        </form.Field>
        {types.length > 0 && (
          <form.Field name="system_volume_type" label={t('instanceNew.systemType')} required>
            {(control) => <Select {...control} options={types} />}
          </form.Field>
        )}
      </div>
      <div className="space-y-3" data-testid="data-disks">
        {disks.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a disk has no other identity than its place
          <div key={index} className="grid grid-cols-[1fr_1fr_auto] items-start gap-4">
            <form.Field
              name={`data_volumes.${index}.size`}
              label={t('instanceNew.diskSize', { number: index + 1 })}
              required
            >
              {(control) => <NumberInput {...control} min={1} unit="GiB" />}
            </form.Field>
            {types.length > 0 ? (
              <form.Field name={`data_volumes.${index}.type`} label={t('instanceNew.diskType', { number: index + 1 })}>
                {(control) => <Select {...control} options={types} />}
              </form.Field>
            ) : (
              <span />
            )}
            <IconButton
              icon={Trash2}
              label={t('instanceNew.removeDisk', { number: index + 1 })}
              className="mt-6.5"
              onClick={() => setDisks(disks.filter((__, at) => at !== index))}
            />
          </div>
        ))}
        {disks.length < MOST_DISKS && (
          <Button
            icon={Plus}
            data-testid="add-disk"
            onClick={() => setDisks([...disks, { size: FIRST_GIB, type: defaultType(choices) }])}
          >
            {t('instanceNew.addDisk')}
          </Button>
        )}
        {disks.length > 0 && <p className="text-sm text-muted">{t('instanceNew.dataDisksHint')}</p>}
      </div>
    </>
  )
}
