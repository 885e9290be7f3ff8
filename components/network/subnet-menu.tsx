'use client'

import { Link2, Link2Off, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { type ActionDialogProps, menuFor } from '../resource/actions'
import { BlockedDialog } from '../resource/blockers'
import { throwShown } from '../resource/failure.ts'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Select } from '../ui/select'
import { notify } from '../ui/toast'
import { useBlockingPorts } from './blocking-ports'
import { useBrokenAddresses } from './broken'
import { useSurroundings } from './create'

const COLLECTION = 'openstack-subnets'
const schema = z.object({ router: z.string().min(1) })

function ConnectDialog({ object, onClose }: ActionDialogProps) {
  const around = useSurroundings(object.tenant_uuid)
  return around ? <ConnectForm object={object} onClose={onClose} routers={around.routers} /> : null
}

function ConnectForm({
  object,
  onClose,
  routers,
}: ActionDialogProps & { routers: NonNullable<ReturnType<typeof useSurroundings>>['routers'] }) {
  const t = useT()
  const connect = useAction(COLLECTION, 'connect')
  const form = useZodForm({
    schema,
    defaultValues: { router: routers.length === 1 ? routers[0].uuid : '' },
    onSubmit: async ({ router }) => {
      await connect
        .mutateAsync({ uuid: object.uuid, input: { router: `/api/openstack-routers/${router}/` } })
        .catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('subnets.connectTitle', { name: object.name })}
      form={form}
      submitLabel={t('subnets.connect')}
      submitReason={routers.length === 0 ? t('subnets.noRouters') : undefined}
      onClose={onClose}
    >
      <form.Field name="router" label={t('routers.one')} required>
        {(control) => (
          <Select
            {...control}
            placeholder={t('ui.choose')}
            options={routers.map(({ uuid, name }) => ({ value: uuid, label: name }))}
          />
        )}
      </form.Field>
    </ActionDialog>
  )
}

function DisconnectDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const disconnect = useAction(COLLECTION, 'disconnect')
  const broken = useBrokenAddresses(object.tenant_uuid, [object.backend_id])
  if (!broken) return null
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L1"
      title={t('subnets.disconnectTitle', { name: object.name })}
      effect={t(broken.length > 0 ? 'subnets.disconnectBreaks' : 'subnets.disconnectEffect')}
      removed={broken}
      confirmLabel={t('subnets.disconnect')}
      onConfirm={async () => {
        await disconnect.mutateAsync({ uuid: object.uuid }).catch(throwShown)
        onClose()
      }}
    />
  )
}

function DeleteSubnetDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const destroy = useAction(COLLECTION, 'destroy')
  const networkUuid = String(object.network).split('/').filter(Boolean).at(-1) ?? ''
  const blocking = useBlockingPorts(networkUuid, object.tenant_uuid, object.backend_id)
  if (!blocking) return null
  const title = t('subnets.deleteTitle', { name: object.name })
  if (blocking.length > 0 && object.state === 'OK')
    return (
      <BlockedDialog
        title={title}
        text={t('networks.inUse', { count: blocking.length, name: object.name })}
        blockers={blocking}
        total={blocking.length}
        onClose={onClose}
      />
    )
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L2"
      title={title}
      name={object.name}
      effect={object.is_connected ? t('subnets.deleteConnected') : t('activity.deleteEffect')}
      removed={[`${object.name} · ${object.cidr}`]}
      confirmLabel={t('subnets.delete')}
      onConfirm={async () => {
        await destroy.mutateAsync({ uuid: object.uuid }).catch(throwShown)
        notify.success(t('actions.accepted', { action: t('common.delete'), name: object.name }))
        onClose()
      }}
    />
  )
}

export const subnetMenu = menuFor(COLLECTION, [
  {
    action: 'connect',
    label: 'subnets.connect',
    icon: Link2,
    visible: true,
    hidden: (object) => object.is_connected,
    dialog: async () => ConnectDialog,
  },
  {
    action: 'disconnect',
    label: 'subnets.disconnect',
    icon: Link2Off,
    visible: true,
    hidden: (object) => !object.is_connected,
    dialog: async () => DisconnectDialog,
  },
  {
    action: 'update',
    label: 'common.edit',
    icon: Pencil,
    visible: true,
    dialog: async () => (await import('./subnet-dialog')).EditSubnetDialog,
  },
  { action: 'pull', label: 'activity.pull', icon: RefreshCw },
  { action: 'destroy', label: 'common.delete', icon: Trash2, danger: true, dialog: async () => DeleteSubnetDialog },
])
