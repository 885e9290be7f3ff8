import { Link2, Link2Off, Maximize2, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { menuFor } from '../resource/actions'

export const volumeMenu = menuFor('openstack-volumes', [
  {
    action: 'attach',
    label: 'volumes.attach',
    icon: Link2,
    visible: (object) => object.instance_uuid === null,
    dialog: async () => (await import('./attach')).AttachDialog,
  },
  {
    action: 'detach',
    label: 'volumes.detach',
    icon: Link2Off,
    visible: (object) => object.instance_uuid !== null,
    confirm: (object, t) => ({
      level: 'L1',
      title: t('volumes.detachTitle', { name: object.name, instance: object.instance_name }),
      effect: [
        object.instance_runtime_state === 'ACTIVE' && t('volumes.detachRunning', { instance: object.instance_name }),
        t('volumes.detachEffect'),
      ]
        .filter(Boolean)
        .join(' '),
      confirmLabel: t('volumes.detach'),
    }),
  },
  {
    action: 'extend',
    label: 'volumes.extend',
    icon: Maximize2,
    visible: true,
    dialog: async () => (await import('./extend')).ExtendDialog,
  },
  {
    action: 'update',
    label: 'volumes.rename',
    icon: Pencil,
    dialog: async () => (await import('./rename')).RenameVolumeDialog,
  },
  { action: 'pull', label: 'activity.pull', icon: RefreshCw },
  {
    action: 'destroy',
    label: 'common.delete',
    icon: Trash2,
    danger: true,
    dialog: async () => (await import('./delete')).DeleteVolumeDialog,
  },
])
