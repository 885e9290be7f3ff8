'use client'

import { useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { descriptionRule } from '../resource/rename'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Textarea } from '../ui/input'
import { addressOf } from './types.ts'

const schema = z.object({ description: descriptionRule })

export function DescribeDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const describe = useAction('openstack-floating-ips', 'update_description')
  const form = useZodForm({
    schema,
    defaultValues: { description: (object.description as string | undefined) ?? '' },
    onSubmit: async (input) => {
      await describe.mutateAsync({ uuid: object.uuid, input }).catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('floatingIps.describeTitle', { address: addressOf(object as never) })}
      form={form}
      submitLabel={t('common.save')}
      onClose={onClose}
    >
      <form.Field name="description" label={t('common.description')}>
        {(control) => <Textarea {...control} rows={3} />}
      </form.Field>
    </ActionDialog>
  )
}
