'use client'

import { useQuery } from '@tanstack/react-query'
import { listOf, useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { Combobox } from '../ui/combobox'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'

const schema = z.object({ instance: z.string().min(1) })
const ATTACHABLE = ['ACTIVE', 'SHUTOFF']

/** Instances of the tenant; one that cannot take a volume now says why. */
export function AttachDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const list = useQuery(
    listOf('openstack-instances', {
      tenant_uuid: object.tenant_uuid,
      page_size: 300,
      o: 'name',
      field: ['uuid', 'name', 'state', 'runtime_state', 'availability_zone_name'],
    }),
  )
  const attach = useAction('openstack-volumes', 'attach')
  const rows = list.data?.rows ?? []
  const possible = rows.filter(({ state, runtime_state }) => state === 'OK' && ATTACHABLE.includes(runtime_state))
  const form = useZodForm({
    schema,
    defaultValues: { instance: '' },
    onSubmit: async ({ instance }) => {
      await attach
        .mutateAsync({ uuid: object.uuid, input: { instance: `/api/openstack-instances/${instance}/` } })
        .catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('volumes.attachTitle', { name: object.name })}
      form={form}
      submitLabel={t('volumes.attach')}
      submitReason={list.data && possible.length === 0 ? t('volumes.noInstance') : undefined}
      onClose={onClose}
    >
      <form.Field name="instance" label={t('volumes.instance')} required hint={t('volumes.attachHint')}>
        {(control) => (
          <Combobox
            value={control.value || null}
            onChange={(value) => control.onChange(value ?? '')}
            options={rows.map((instance) => ({
              value: instance.uuid,
              label: instance.name,
              hint: instance.availability_zone_name,
              disabledReason: possible.includes(instance) ? undefined : t('volumes.noInstanceState'),
            }))}
          />
        )}
      </form.Field>
    </ActionDialog>
  )
}
