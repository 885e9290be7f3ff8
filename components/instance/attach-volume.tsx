'use client'

import { useQuery } from '@tanstack/react-query'
import { listOf, useAction } from '../api/query.ts'
import { useFormat, useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { Combobox } from '../ui/combobox'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Link } from '../ui/link'

const schema = z.object({ volume: z.string().min(1) })

/** Attaching is the volume's action; the instance only chooses among what is free in its tenant. */
export function AttachVolumeDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const format = useFormat()
  const free = useQuery(
    listOf('openstack-volumes', {
      attach_instance_uuid: object.uuid,
      page_size: 300,
      field: ['uuid', 'name', 'size', 'type_name'],
    }),
  )
  const attach = useAction('openstack-volumes', 'attach')
  const form = useZodForm({
    schema,
    defaultValues: { volume: '' },
    onSubmit: async ({ volume }) => {
      const input = { instance: `/api/openstack-instances/${object.uuid}/` }
      await attach.mutateAsync({ uuid: volume, input }).catch(throwShown)
      onClose()
    },
  })
  const rows = free.data?.rows ?? []
  return (
    <ActionDialog
      title={t('instances.attachVolumeTitle', { name: object.name })}
      form={form}
      submitLabel={t('instances.attachVolume')}
      submitReason={free.data && rows.length === 0 ? t('instances.noFreeVolume') : undefined}
      onClose={onClose}
      footer={
        <Link href={`/t/${object.tenant_uuid}/volumes/new?attach=${object.uuid}`}>{t('instances.newVolume')}</Link>
      }
    >
      <form.Field name="volume" label={t('volumes.one')} required>
        {(control) => (
          <Combobox
            value={control.value || null}
            onChange={(value) => control.onChange(value ?? '')}
            options={rows.map((volume) => ({
              value: volume.uuid,
              label: volume.name,
              hint: `${format.gib(volume.size ?? 0)} ${volume.type_name}`,
            }))}
          />
        )}
      </form.Field>
    </ActionDialog>
  )
}
