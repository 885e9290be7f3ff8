'use client'

import { useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { notify } from '../ui/toast'
import { addressOf } from './types.ts'

/** A free address is asked for once; one that is in use must be typed. */
export function ReleaseDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const destroy = useAction('openstack-floating-ips', 'destroy')
  const address = addressOf(object as never)
  const isAttached = Boolean(object.port)
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level={isAttached ? 'L2' : 'L1'}
      title={t('floatingIps.releaseTitle', { address })}
      effect={
        <>
          {isAttached && (
            <strong>
              {t('floatingIps.releaseAttached', { instance: object.instance_name || t('floatingIps.aPort') })}{' '}
            </strong>
          )}
          {t('floatingIps.releaseEffect')}
        </>
      }
      name={isAttached ? address : undefined}
      removed={isAttached ? [address] : undefined}
      kept={isAttached && object.instance_name ? [object.instance_name] : undefined}
      danger
      confirmLabel={t('floatingIps.release')}
      onConfirm={async () => {
        await destroy.mutateAsync({ uuid: object.uuid }).catch(throwShown)
        notify.success(t('actions.accepted', { action: t('floatingIps.release'), name: address }))
        onClose()
      }}
    />
  )
}
