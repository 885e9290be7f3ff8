'use client'

import { useQueryClient } from '@tanstack/react-query'
/**
 * Actions on objects as tables: each entry names an action of the API; whether it can be done now, and why not, comes
 * from the generated rules. One hook serves row menus, page headers and the palette.
 */
import type { LucideIcon } from 'lucide-react'
import { type ComponentType, type ReactNode, useCallback, useState } from 'react'
import { allows, type Rule } from '../api/access.gen.ts'
import { patchObject } from '../api/cache.ts'
import { api, apiPath, followJob } from '../api/client.ts'
import { useMe } from '../api/query.ts'
import { type ActionOf, type Collection, disabledReason, ruleOf, scopeOfObject } from '../api/rules.ts'
import type { MessageKey } from '../i18n/core.ts'
import { useT } from '../i18n/provider'
import { type ConfirmOptions, useConfirm } from '../ui/confirm'
import type { MenuGroup } from '../ui/menu'
import type { PageAction } from '../ui/page'
import type { RowAction } from '../ui/table/types.ts'
import { notify } from '../ui/toast'
import { shownError } from './failure.ts'

// biome-ignore lint/suspicious/noExplicitAny: the public JSON of any type
export type PublicObject = { uuid: string } & Record<string, any>

/** A dialog that does the action itself. Mounted while it is open. */
export type ActionDialogProps<R extends PublicObject = PublicObject> = { object: R; onClose: () => void }

export type ActionEntry<C extends Collection = Collection> = {
  /** The action's name in the API: it gives rule, method and path. */
  action: ActionOf<C>
  /** Another id than the action's, when two entries use one action. */
  id?: string
  label: MessageKey
  icon?: LucideIcon
  /** Heading in the menu. */
  group?: MessageKey
  /** As an icon button in rows, and as a button in the page's header. */
  visible?: boolean | ((object: PublicObject) => boolean)
  danger?: boolean
  /** What is shown at once, and taken back when refused. */
  optimistic?: (object: PublicObject) => Record<string, unknown>
  /** Asked before it is done. */
  confirm?: (object: PublicObject, t: ReturnType<typeof useT>) => Omit<ConfirmOptions, 'onConfirm'>
  /** A form of its own instead; loaded when it is asked for, so that lists do not carry what forms need. */
  dialog?: () => Promise<ComponentType<ActionDialogProps>>
  /** Leads somewhere instead. */
  href?: (object: PublicObject) => string
  /** A fixed input. */
  input?: Record<string, unknown>
  /** A reason that only this screen knows. */
  reason?: (object: PublicObject, t: ReturnType<typeof useT>) => string | null
  /** A rule beside the action's own, where the server judges by more than who sees the object. */
  needs?: (object: PublicObject) => Rule
  /** Left out for these objects. */
  hidden?: (object: PublicObject) => boolean
}

/** A menu of one collection. */
export const menuFor = <C extends Collection>(collection: C, entries: readonly ActionEntry<C>[]) => ({
  collection,
  entries: entries as readonly ActionEntry[],
})
export type ObjectMenu = ReturnType<typeof menuFor>

/**
 * What can be done with objects of a menu. `dialogs` must be rendered once; `of(object)` gives the entries, with
 * reasons, in the order of the table. Entries that the role can never do are absent.
 */
export function useObjectActions(menu: ObjectMenu): {
  of: (object: PublicObject) => RowAction[]
  header: (object: PublicObject) => { actions: PageAction[]; more: MenuGroup[] }
  dialogs: ReactNode
} {
  const t = useT()
  const client = useQueryClient()
  const confirm = useConfirm()
  const { caller } = useMe()
  const [open, setOpen] = useState<{ Dialog: ComponentType<ActionDialogProps>; object: PublicObject } | null>(null)

  /** @returns whether a job goes on, which its own toast then tells of. */
  const send = useCallback(
    async (entry: ActionEntry, object: PublicObject): Promise<boolean> => {
      const { method, path } = ruleOf(menu.collection, entry.action)
      const undo = entry.optimistic && patchObject(client, menu.collection, object.uuid, entry.optimistic(object))
      try {
        const target = [menu.collection, object.uuid, path].filter(Boolean).join('/')
        let isFollowed = false
        const onJob = (uuid: string) => {
          isFollowed = true
          followJob(uuid)
        }
        if (method === 'DELETE') await api.delete(target, undefined, { onJob })
        else await api[method.toLowerCase() as 'post' | 'put' | 'patch'](target, entry.input ?? {}, { onJob })
        return isFollowed
      } catch (error) {
        undo?.()
        throw Object.assign(error as Error, { shown: shownError(error) })
      }
    },
    [client, menu.collection],
  )

  const select = useCallback(
    (entry: ActionEntry, object: PublicObject) => {
      if (entry.dialog)
        return void entry.dialog().then(
          (Dialog) => setOpen({ Dialog, object }),
          () => notify.error({ message: t('actions.notLoaded') }),
        )
      const label = t(entry.label)
      const done = (isFollowed: boolean) =>
        isFollowed ||
        notify.success(
          t('actions.accepted', { action: label, name: String(object.name ?? object.resource_name ?? '') }),
        )
      const act = () => void send(entry, object).then(done, (error) => notify.error(shownError(error)))
      if (entry.confirm)
        return void confirm({
          ...entry.confirm(object, t),
          // What is shown at once leaves no dialog open: a refusal takes it back and says so beside the page.
          onConfirm: entry.optimistic ? () => act() : async () => done(await send(entry, object)),
        })
      act()
    },
    [confirm, send, t],
  )

  const of = useCallback(
    (object: PublicObject): RowAction[] =>
      menu.entries.flatMap((entry) => {
        if (entry.hidden?.(object)) return []
        const reason = disabledReason(menu.collection, entry.action, object, caller)
        if (reason === 'absent') return []
        if (entry.needs && !(caller && allows(entry.needs(object), caller, scopeOfObject(menu.collection, object))))
          return []
        return [
          {
            id: entry.id ?? entry.action,
            label: t(entry.label),
            icon: entry.icon,
            group: entry.group && t(entry.group),
            visible: typeof entry.visible === 'function' ? entry.visible(object) : entry.visible,
            danger: entry.danger,
            disabledReason:
              (object.action ? t('actions.wait', { action: String(object.action) }) : null) ??
              reason ??
              entry.reason?.(object, t) ??
              null,
            ...(entry.href ? { href: entry.href(object) } : { onSelect: () => select(entry, object) }),
          },
        ]
      }),
    [menu, caller, t, select],
  )

  const header = useCallback(
    (object: PublicObject) => {
      const all = of(object)
      const groups = new Map<string | undefined, RowAction[]>()
      for (const item of all.filter(({ visible }) => !visible)) {
        const list = groups.get(item.group) ?? []
        groups.set(item.group, [...list, item])
      }
      return {
        actions: all.filter(({ visible }) => visible),
        more: [...groups].map(([label, items]) => ({ label, items })),
      }
    },
    [of],
  )

  const dialogs = open && <open.Dialog object={open.object} onClose={() => setOpen(null)} />
  return { of, header, dialogs }
}

/** Where the API shows an object, for links to the raw JSON and for copy buttons. */
export const apiHref = (collection: string, uuid: string): string => apiPath(`${collection}/${uuid}`)
