'use client'

import { api } from '../api/client.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Textarea } from '../ui/input'
import { COLLECTION } from './types.ts'

export function PauseDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const form = useZodForm({
    schema: z.object({ paused_reason: z.string().max(4000) }),
    defaultValues: { paused_reason: '' },
    onSubmit: async (input) => {
      await api.post(`${COLLECTION}/${object.uuid}/pause`, input).catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('provider.pauseTitle', { name: String(object.name) })}
      description={t('provider.pauseEffect')}
      form={form}
      submitLabel={t('provider.pause')}
      onClose={onClose}
    >
      <form.Field name="paused_reason" label={t('provider.pauseReason')} optional>
        {(control) => <Textarea {...control} rows={3} />}
      </form.Field>
    </ActionDialog>
  )
}
