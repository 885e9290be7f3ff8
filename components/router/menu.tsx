'use client'

import { Globe, GlobeOff, Plus, RefreshCw, Trash2 } from 'lucide-react'
import { useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { type ActionDialogProps, menuFor } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { notify } from '../ui/toast'

function DeleteRouterDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const destroy = useAction('openstack-routers', 'destroy')
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L2"
      title={t('routers.deleteTitle', { name: object.name })}
      name={object.name}
      effect={t('routers.deleteEffect')}
      removed={[object.name]}
      confirmLabel={t('routers.delete')}
      onConfirm={async () => {
        await destroy.mutateAsync({ uuid: object.uuid }).catch(throwShown)
        notify.success(t('actions.accepted', { action: t('common.delete'), name: object.name }))
        onClose()
      }}
    />
  )
}

export const routerMenu = menuFor('openstack-routers', [
  {
    action: 'add_router_interface',
    label: 'routers.addInterface',
    icon: Plus,
    visible: true,
    dialog: async () => (await import('./interfaces')).AddInterfaceDialog,
  },
  {
    action: 'set_external_gateway',
    label: 'routers.setGateway',
    icon: Globe,
    visible: (object) => !object.has_external_gateway,
    dialog: async () => (await import('./gateway')).SetGatewayDialog,
  },
  {
    action: 'remove_external_gateway',
    label: 'routers.clearGateway',
    icon: GlobeOff,
    hidden: (object) => !object.has_external_gateway,
    dialog: async () => (await import('./gateway')).ClearGatewayDialog,
  },
  { action: 'pull', label: 'activity.pull', icon: RefreshCw },
  { action: 'destroy', label: 'common.delete', icon: Trash2, danger: true, dialog: async () => DeleteRouterDialog },
])
