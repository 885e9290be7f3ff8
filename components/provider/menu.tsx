import { Archive, CirclePlay, FilePen, Pause, Play, Trash2 } from 'lucide-react'
import type { MessageKey } from '../i18n/core.ts'
import { menuFor, type PublicObject } from '../resource/actions'
import { COLLECTION } from './types.ts'

/** Left out in states from which it leads nowhere. */
const unless =
  (...states: string[]) =>
  (offering: PublicObject) =>
    !states.includes(offering.state)

type Texts = { title: MessageKey; effect: MessageKey; confirmLabel: MessageKey; danger?: boolean }
const asked =
  ({ title, effect, confirmLabel, danger }: Texts) =>
  (offering: PublicObject, t: (key: MessageKey, values?: Record<string, string>) => string) => ({
    level: 'L1' as const,
    title: t(title, { name: String(offering.name) }),
    effect: t(effect),
    confirmLabel: t(confirmLabel),
    danger,
  })

export const offeringMenu = menuFor(COLLECTION, [
  {
    action: 'activate',
    label: 'provider.activate',
    icon: CirclePlay,
    group: 'provider.groupState',
    visible: true,
    hidden: unless('Draft'),
    confirm: asked({
      title: 'provider.activateTitle',
      effect: 'provider.activateEffect',
      confirmLabel: 'provider.activate',
    }),
  },
  {
    action: 'pause',
    label: 'provider.pause',
    icon: Pause,
    group: 'provider.groupState',
    hidden: unless('Active'),
    dialog: async () => (await import('./pause')).PauseDialog,
  },
  {
    action: 'unpause',
    label: 'provider.unpause',
    icon: Play,
    group: 'provider.groupState',
    visible: true,
    hidden: unless('Paused'),
  },
  {
    action: 'draft',
    label: 'provider.draft',
    icon: FilePen,
    group: 'provider.groupState',
    hidden: unless('Active', 'Paused', 'Archived', 'Unavailable'),
    confirm: asked({ title: 'provider.draftTitle', effect: 'provider.draftEffect', confirmLabel: 'provider.draft' }),
  },
  {
    action: 'archive',
    label: 'provider.archive',
    icon: Archive,
    group: 'provider.groupDanger',
    danger: true,
    hidden: unless('Draft', 'Active', 'Paused', 'Unavailable'),
    confirm: asked({
      title: 'provider.archiveTitle',
      effect: 'provider.archiveEffect',
      confirmLabel: 'provider.archive',
      danger: true,
    }),
  },
  {
    action: 'destroy',
    label: 'common.delete',
    icon: Trash2,
    group: 'provider.groupDanger',
    danger: true,
    confirm: (offering, t) => ({
      level: 'L2',
      title: t('provider.deleteTitle', { name: String(offering.name) }),
      effect: t('provider.deleteEffect'),
      name: String(offering.name),
      removed: [t('provider.deleteRemoved')],
      confirmLabel: t('common.delete'),
    }),
  },
])
