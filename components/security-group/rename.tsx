'use client'

import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { RenameDialog } from '../resource/rename'

export function RenameGroupDialog(props: ActionDialogProps) {
  const t = useT()
  return (
    <RenameDialog
      {...props}
      collection="openstack-security-groups"
      title={t('securityGroups.renameTitle', { name: props.object.name })}
    />
  )
}
