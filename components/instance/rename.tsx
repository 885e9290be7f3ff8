'use client'

import { instanceName } from '../api/input/instance.gen.ts'
import { useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input, Textarea } from '../ui/input'

const schema = z.object({ name: instanceName, description: z.string().max(2000) })

export function RenameInstanceDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const update = useAction('openstack-instances', 'update')
  const form = useZodForm({
    schema,
    defaultValues: { name: object.name as string, description: (object.description as string | undefined) ?? '' },
    onSubmit: async (input) => {
      await update.mutateAsync({ uuid: object.uuid, input }).catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('instances.renameTitle', { name: object.name })}
      form={form}
      submitLabel={t('common.save')}
      onClose={onClose}
    >
      <form.Field name="name" label={t('common.name')} required>
        {(control) => <Input {...control} autoComplete="off" />}
      </form.Field>
      <form.Field name="description" label={t('common.description')}>
        {(control) => <Textarea {...control} rows={3} />}
      </form.Field>
    </ActionDialog>
  )
}
