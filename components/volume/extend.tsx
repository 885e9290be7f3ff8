'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { detailOf, useAction } from '../api/query.ts'
import { gibToMib, mibToGib } from '../api/units.gen.ts'
import { useFormat, useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { type Quota, useTenantPreflight } from '../resource/preflight.ts'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { Preflight, usePreflightReason } from '../ui/form/preflight'
import { z } from '../ui/form/zod.ts'
import { NumberInput } from '../ui/number-input'
import { freeGib } from './quota.ts'

/** A volume grows by whole GiB and never shrinks. */
export function ExtendDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const format = useFormat()
  const sizeGib = mibToGib(object.size as number)
  const least = sizeGib + 1
  const tenant = useQuery(detailOf('openstack-tenants', object.tenant_uuid as string))
  const free = freeGib(tenant.data?.quotas as Quota[] | undefined, object.type_name)
  const schema = useMemo(
    () => z.object({ disk_size: z.int().min(least, t('volumes.tooSmall', { least })) }),
    [least, t],
  )
  const extend = useAction('openstack-volumes', 'extend')
  const form = useZodForm<{ disk_size: number }, { disk_size: number }>({
    schema,
    defaultValues: { disk_size: least },
    onSubmit: async ({ disk_size }) => {
      await extend.mutateAsync({ uuid: object.uuid, input: { disk_size: gibToMib(disk_size) } }).catch(throwShown)
      onClose()
    },
  })
  const growGib = Math.max(0, (form.watch('disk_size') ?? 0) - sizeGib)
  const rows = useTenantPreflight(object.tenant_uuid, {
    storage: gibToMib(growGib),
    ...(object.type_name && { [`gigabytes_${object.type_name}`]: growGib }),
  })
  const submitReason = usePreflightReason(rows)
  return (
    <ActionDialog
      title={t('volumes.extendTitle', { name: object.name })}
      description={t('volumes.extendEffect', { size: format.gib(object.size) })}
      form={form}
      submitLabel={t('volumes.extend')}
      submitReason={submitReason}
      preflight={<Preflight rows={rows} />}
      onClose={onClose}
    >
      <form.Field name="disk_size" label={t('volumes.newSize')} required>
        {(control) => (
          <NumberInput
            {...control}
            value={control.value ?? null}
            min={least}
            max={free === null ? undefined : sizeGib + free}
            unit="GiB"
          />
        )}
      </form.Field>
    </ActionDialog>
  )
}
