'use client'

import { useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Textarea } from '../ui/input'
import { notify } from '../ui/toast'

const LEAST = 5

/** Rejecting needs a reason: the requester reads it. */
export function RejectOrderDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const consumer = useAction('marketplace-orders', 'reject_by_consumer')
  const provider = useAction('marketplace-orders', 'reject_by_provider')
  const form = useZodForm({
    schema: z.object({ comment: z.string().trim().min(LEAST, t('orders.rejectShort')).max(4000) }),
    defaultValues: { comment: '' },
    onSubmit: async ({ comment }) => {
      const sent =
        object.state === 'pending-provider'
          ? provider.mutateAsync({ uuid: object.uuid, input: { provider_rejection_comment: comment } })
          : consumer.mutateAsync({ uuid: object.uuid, input: { consumer_rejection_comment: comment } })
      await sent.catch(throwShown)
      notify.success(t('orders.rejected', { name: String(object.resource_name) }))
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('orders.rejectTitle', { name: String(object.resource_name) })}
      form={form}
      submitLabel={t('orders.reject')}
      danger
      onClose={onClose}
    >
      <form.Field name="comment" label={t('orders.rejectComment')} required>
        {(control) => <Textarea {...control} rows={3} />}
      </form.Field>
    </ActionDialog>
  )
}
