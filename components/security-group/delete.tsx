'use client'

import { useQuery } from '@tanstack/react-query'
import { listOf, useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { portLabel } from '../network/ports'
import type { ActionDialogProps } from '../resource/actions'
import { BlockedDialog } from '../resource/blockers'
import { throwShown } from '../resource/failure.ts'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { notify } from '../ui/toast'
import { groupHref } from './types.ts'

const SHOWN = 10

/** A group that ports bear is not deleted: they are listed instead. */
export function DeleteGroupDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const used = useQuery(
    listOf('openstack-ports', {
      security_group_uuid: object.uuid,
      page_size: SHOWN,
      field: ['uuid', 'name', 'fixed_ips', 'mac_address', 'network_name'],
    }),
  )
  const destroy = useAction('openstack-security-groups', 'destroy')
  if (!used.data) return null
  const title = t('securityGroups.deleteTitle', { name: object.name })
  if (used.data.total > 0 && object.state === 'OK')
    return (
      <BlockedDialog
        title={title}
        text={t('securityGroups.inUse', { count: used.data.total, name: object.name })}
        blockers={used.data.rows.map((port) => ({
          key: port.uuid,
          label: portLabel(port),
          href: groupHref(object as never, 'used-by'),
        }))}
        total={used.data.total}
        onClose={onClose}
      />
    )
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L2"
      title={title}
      effect={t('securityGroups.deleteEffect')}
      name={object.name}
      removed={[t('securityGroups.deleteRules', { name: object.name, count: object.rules?.length ?? 0 })]}
      confirmLabel={t('securityGroups.delete')}
      onConfirm={async () => {
        await destroy.mutateAsync({ uuid: object.uuid }).catch(throwShown)
        notify.success(t('actions.accepted', { action: t('common.delete'), name: object.name }))
        onClose()
      }}
    />
  )
}
