import {
  Cpu,
  HardDrive,
  Monitor,
  Pencil,
  Play,
  RefreshCw,
  RotateCw,
  ScrollText,
  Shield,
  Square,
  Trash2,
} from 'lucide-react'
import { menuFor, type PublicObject } from '../resource/actions'
import { instanceHref } from './types.ts'

const running = (object: PublicObject) => object.runtime_state === 'ACTIVE'

export const instanceMenu = menuFor('openstack-instances', [
  {
    action: 'console',
    label: 'instances.console',
    icon: Monitor,
    group: 'instances.groupAccess',
    visible: true,
    href: (object) => instanceHref(object as never, 'console'),
  },
  {
    action: 'start',
    label: 'instances.start',
    icon: Play,
    group: 'instances.groupPower',
    visible: (object) => object.runtime_state === 'SHUTOFF',
    optimistic: () => ({ state: 'UPDATING', action: 'Start' }),
  },
  {
    action: 'stop',
    label: 'instances.stop',
    icon: Square,
    group: 'instances.groupPower',
    visible: running,
    optimistic: () => ({ state: 'UPDATING', action: 'Stop' }),
    confirm: (object, t) => ({
      level: 'L1',
      title: t('instances.stopTitle', { name: String(object.name) }),
      effect: t('instances.stopEffect'),
      confirmLabel: t('instances.stop'),
    }),
  },
  {
    action: 'restart',
    label: 'instances.restart',
    icon: RotateCw,
    group: 'instances.groupPower',
    visible: running,
    dialog: async () => (await import('./restart')).RestartDialog,
  },
  {
    action: 'console_log',
    label: 'instances.log',
    icon: ScrollText,
    group: 'instances.groupAccess',
    href: (object) => instanceHref(object as never, 'log'),
  },
  {
    action: 'change_flavor',
    label: 'instances.changeFlavor',
    icon: Cpu,
    group: 'instances.groupResize',
    dialog: async () => (await import('./change-flavor')).ChangeFlavorDialog,
  },
  {
    action: 'update_security_groups',
    id: 'attach_volume',
    label: 'instances.attachVolume',
    icon: HardDrive,
    group: 'instances.groupStorage',
    dialog: async () => (await import('./attach-volume')).AttachVolumeDialog,
  },
  {
    action: 'update_security_groups',
    label: 'instances.setGroups',
    icon: Shield,
    group: 'instances.groupNetwork',
    dialog: async () => (await import('./security-groups')).SecurityGroupsDialog,
  },
  {
    action: 'update',
    label: 'instances.rename',
    icon: Pencil,
    group: 'instances.groupOther',
    dialog: async () => (await import('./rename')).RenameInstanceDialog,
  },
  { action: 'pull', label: 'instances.pull', icon: RefreshCw, group: 'instances.groupOther' },
  {
    action: 'destroy',
    label: 'common.delete',
    icon: Trash2,
    group: 'instances.groupDanger',
    danger: true,
    dialog: async () => (await import('./delete-instance')).DeleteInstanceDialog,
  },
])
