'use client'

import { useQuery } from '@tanstack/react-query'
import { tenantUpdateInput } from '../api/input/tenant.gen.ts'
import { listOf, useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { Input, Textarea } from '../ui/input'
import { Select } from '../ui/select'

/** Name, description, default zone and default volume type. */
export function EditTenantDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const update = useAction('openstack-tenants', 'update')
  const types = useQuery(listOf('openstack-volume-types', { tenant_uuid: object.uuid, page_size: 100, o: 'name' }))
  const zones = useQuery(
    listOf('openstack-instance-availability-zones', { tenant_uuid: object.uuid, page_size: 100, o: 'name' }),
  )
  const form = useZodForm({
    schema: tenantUpdateInput,
    defaultValues: {
      name: object.name as string,
      description: (object.description as string | undefined) ?? '',
      availability_zone: (object.availability_zone as string | undefined) ?? '',
      default_volume_type_name: (object.default_volume_type_name as string | undefined) ?? '',
    },
    onSubmit: async (input) => {
      await update.mutateAsync({ uuid: object.uuid, input }).catch(throwShown)
      onClose()
    },
  })
  const options = (names: readonly string[], current: string) =>
    [...new Set([...names, ...(current ? [current] : [])])].map((name) => ({ value: name, label: name }))
  return (
    <ActionDialog
      title={t('tenants.editTitle', { name: object.name })}
      form={form}
      submitLabel={t('common.save')}
      onClose={onClose}
    >
      <form.Field name="name" label={t('common.name')} required>
        {(control) => <Input {...control} autoComplete="off" />}
      </form.Field>
      <form.Field name="description" label={t('common.description')}>
        {(control) => <Textarea {...control} value={control.value ?? ''} rows={3} />}
      </form.Field>
      <form.Field name="availability_zone" label={t('common.zone')}>
        {(control) => (
          <Select
            {...control}
            value={control.value ?? ''}
            placeholder={t('common.any')}
            options={options(
              (zones.data?.rows ?? []).map(({ name }) => name),
              control.value ?? '',
            )}
          />
        )}
      </form.Field>
      <form.Field name="default_volume_type_name" label={t('tenants.defaultVolumeType')}>
        {(control) => (
          <Select
            {...control}
            value={control.value ?? ''}
            placeholder={t('tenants.noType')}
            options={options(
              (types.data?.rows ?? []).map(({ name }) => name),
              control.value ?? '',
            )}
          />
        )}
      </form.Field>
    </ActionDialog>
  )
}
