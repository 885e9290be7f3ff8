'use client'

import { volumeName } from '../api/input/volume.gen.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { RenameDialog } from '../resource/rename'

export function RenameVolumeDialog(props: ActionDialogProps) {
  const t = useT()
  return (
    <RenameDialog
      {...props}
      collection="openstack-volumes"
      nameRule={volumeName}
      title={t('volumes.renameTitle', { name: props.object.name })}
    />
  )
}
