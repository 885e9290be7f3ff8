import { Link2, Link2Off, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { menuFor } from '../resource/actions'
import { addressOf } from './types.ts'

export const floatingIpMenu = menuFor('openstack-floating-ips', [
  {
    action: 'attach_to_port',
    id: 'assign',
    label: 'floatingIps.assign',
    icon: Link2,
    visible: true,
    hidden: (object) => Boolean(object.port),
    dialog: async () => (await import('./assign')).AssignDialog,
  },
  {
    action: 'detach_from_port',
    id: 'unassign',
    label: 'floatingIps.unassign',
    icon: Link2Off,
    visible: true,
    hidden: (object) => !object.port,
    confirm: (object, t) => ({
      level: 'L1',
      title: t('floatingIps.unassignTitle', {
        address: addressOf(object as never),
        instance: object.instance_name || t('floatingIps.aPort'),
      }),
      effect: t('floatingIps.unassignEffect'),
      confirmLabel: t('floatingIps.unassign'),
    }),
  },
  {
    action: 'update_description',
    label: 'floatingIps.describe',
    icon: Pencil,
    dialog: async () => (await import('./describe')).DescribeDialog,
  },
  { action: 'pull', label: 'activity.pull', icon: RefreshCw },
  {
    action: 'destroy',
    id: 'release',
    label: 'floatingIps.release',
    icon: Trash2,
    danger: true,
    dialog: async () => (await import('./release')).ReleaseDialog,
  },
])
