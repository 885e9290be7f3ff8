'use client'

import { Pencil, Plus, RefreshCw, Ruler, Trash2 } from 'lucide-react'
import { setMtuInput } from '../api/input/network.gen.ts'
import { useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { type ActionDialogProps, menuFor } from '../resource/actions'
import { BlockedDialog } from '../resource/blockers'
import { throwShown } from '../resource/failure.ts'
import { RenameDialog } from '../resource/rename'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { NumberInput } from '../ui/number-input'
import { notify } from '../ui/toast'
import { useBlockingPorts } from './blocking-ports'
import type { Network } from './types.ts'

const COLLECTION = 'openstack-networks'

function RenameNetworkDialog(props: ActionDialogProps) {
  const t = useT()
  return (
    <RenameDialog {...props} collection={COLLECTION} title={t('networks.editTitle', { name: props.object.name })} />
  )
}

function MtuDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const setMtu = useAction(COLLECTION, 'set_mtu')
  const form = useZodForm({
    schema: setMtuInput,
    defaultValues: { mtu: (object.mtu as number | null) ?? 1500 },
    onSubmit: async (input) => {
      await setMtu.mutateAsync({ uuid: object.uuid, input }).catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('networks.mtuTitle', { name: object.name })}
      description={t('networks.mtuEffect')}
      form={form}
      submitLabel={t('networks.setMtu')}
      onClose={onClose}
    >
      <form.Field name="mtu" label={t('networks.mtu')} required>
        {(control) => (
          <NumberInput {...control} value={control.value ?? null} min={68} max={9000} className="max-w-48" />
        )}
      </form.Field>
    </ActionDialog>
  )
}

function DeleteNetworkDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const destroy = useAction(COLLECTION, 'destroy')
  const blocking = useBlockingPorts(object.uuid, object.tenant_uuid)
  if (!blocking) return null
  const title = t('networks.deleteTitle', { name: object.name })
  if (blocking.length > 0 && object.state === 'OK')
    return (
      <BlockedDialog
        title={title}
        text={t('networks.inUse', { count: blocking.length, name: object.name })}
        blockers={blocking.slice(0, 20)}
        total={blocking.length}
        onClose={onClose}
      />
    )
  const { subnets } = object as unknown as Network
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L2"
      title={title}
      name={object.name}
      effect={t('networks.deleteEffect')}
      removed={[object.name, ...(subnets ?? []).map(({ name, cidr }) => `${name} · ${cidr}`)]}
      confirmLabel={t('networks.delete')}
      onConfirm={async () => {
        await destroy.mutateAsync({ uuid: object.uuid }).catch(throwShown)
        notify.success(t('actions.accepted', { action: t('common.delete'), name: object.name }))
        onClose()
      }}
    />
  )
}

export const networkMenu = menuFor(COLLECTION, [
  {
    action: 'create_subnet',
    label: 'networks.addSubnet',
    icon: Plus,
    visible: true,
    dialog: async () => (await import('./subnet-dialog')).CreateSubnetDialog,
  },
  { action: 'update', label: 'common.edit', icon: Pencil, visible: true, dialog: async () => RenameNetworkDialog },
  { action: 'set_mtu', label: 'networks.setMtu', icon: Ruler, dialog: async () => MtuDialog },
  { action: 'pull', label: 'activity.pull', icon: RefreshCw },
  { action: 'destroy', label: 'common.delete', icon: Trash2, danger: true, dialog: async () => DeleteNetworkDialog },
])
