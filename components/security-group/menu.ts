import { ListTree, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { menuFor } from '../resource/actions'
import { groupHref } from './types.ts'

export const groupMenu = menuFor('openstack-security-groups', [
  {
    action: 'set_rules',
    label: 'securityGroups.editRules',
    icon: ListTree,
    href: (object) => groupHref(object as never),
  },
  {
    action: 'update',
    label: 'securityGroups.rename',
    icon: Pencil,
    dialog: async () => (await import('./rename')).RenameGroupDialog,
  },
  { action: 'pull', label: 'activity.pull', icon: RefreshCw },
  {
    action: 'destroy',
    label: 'common.delete',
    icon: Trash2,
    danger: true,
    dialog: async () => (await import('./delete')).DeleteGroupDialog,
  },
])
