'use client'

import { api } from '../api/client.ts'
import { useFormat, useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { notify } from '../ui/toast'

/** Deleting is an order: where the caller's role cannot approve it, somebody else must. */
export function DeleteVolumeDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const format = useFormat()
  const remove = async () => {
    const answer = await api
      .delete<{ order_uuid?: string } | null>(`openstack-volumes/${object.uuid}`)
      .catch(throwShown)
    notify.success(
      answer?.order_uuid
        ? t('activity.ordered', { name: object.name })
        : t('actions.accepted', { action: t('common.delete'), name: object.name }),
    )
    onClose()
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L2"
      title={t('volumes.deleteTitle', { name: object.name })}
      effect={t('volumes.deleteEffect')}
      name={object.name}
      removed={[t('volumes.deleteData', { name: object.name, size: format.gib(object.size ?? 0) })]}
      confirmLabel={t('volumes.delete')}
      onConfirm={remove}
    />
  )
}
