'use client'

import { useState } from 'react'
import { useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { RadioCards } from '../ui/choice'
import { ConfirmDialog } from '../ui/confirm-dialog'

type Kind = 'SOFT' | 'HARD'

export function RestartDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const [kind, setKind] = useState<Kind>('SOFT')
  const restart = useAction('openstack-instances', 'restart')
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L1"
      title={t('instances.restartTitle', { name: object.name })}
      confirmLabel={t('instances.restart')}
      onConfirm={async () => {
        await restart.mutateAsync({ uuid: object.uuid, input: { type: kind } }).catch(throwShown)
        onClose()
      }}
    >
      <RadioCards<Kind>
        label={t('instances.restartHow')}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'SOFT', label: t('instances.restartSoft'), hint: t('instances.restartSoftHint') },
          { value: 'HARD', label: t('instances.restartHard'), hint: t('instances.restartHardHint') },
        ]}
      />
    </ConfirmDialog>
  )
}
