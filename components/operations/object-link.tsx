'use client'

/** A link to what a job or an audit entry is about. Of what is gone it says when that went. */
import { useRouter } from 'next/navigation'
import type { MouseEvent } from 'react'
import { api, isApiFailure } from '../api/client.ts'
import { useFormat, useT } from '../i18n/provider'
import { Link } from '../ui/link'
import { notify } from '../ui/toast'
import { type Named, objectHref } from './links.ts'

type Event = { created: string; event_type: string; result: string; context: Record<string, unknown> }

/** The entry that tells of the object's removal. */
const findRemoval = async (uuid: string): Promise<Event | undefined> => {
  const { rows } = await api.list<Event>('events', { resource_uuid: uuid, result: 'succeeded', page_size: 20 })
  return rows.find(({ event_type }) => /(deletion_succeeded|_deleted|_cleaned)$/.test(event_type))
}

export function ObjectLink({ object }: { object: Named }) {
  const t = useT()
  const format = useFormat()
  const router = useRouter()
  const href = objectHref(object)
  const name = object.name || object.uuid.slice(0, 8)
  if (!href) return name
  const open = async () => {
    try {
      await api.get(`${object.type}/${object.uuid}`, { params: { field: ['uuid'] } })
    } catch (error) {
      if (!isApiFailure(error) || error.status !== 404) return router.push(href)
      const removal = await findRemoval(object.uuid).catch(() => undefined)
      const by = String(removal?.context.user_username ?? '')
      notify.info(
        removal
          ? t('audit.objectDeleted', { name, time: format.dateTime(removal.created), by: by || t('audit.system') })
          : t('audit.objectGone', { name }),
      )
      return
    }
    router.push(href)
  }
  return (
    <Link
      plain
      href={href}
      onClick={(event: MouseEvent) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        void open()
      }}
    >
      {name}
    </Link>
  )
}
