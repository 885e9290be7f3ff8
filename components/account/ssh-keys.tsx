'use client'

import { useQueryClient } from '@tanstack/react-query'
import { KeyRound, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { menuFor, type PublicObject } from '../resource/actions'
import { ResourceList } from '../resource/list'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Copyable } from '../ui/copy'
import { PageHeader } from '../ui/page'
import type { Column } from '../ui/table/types.ts'
import { AddKey } from './add-key'

type Key = PublicObject & {
  name: string
  type: string
  fingerprint_sha256: string
  created: string
  is_shared: boolean
  user_uuid: string
}

/** The SSH public keys of the person, and those that are shared with everybody. */
export function SshKeys() {
  const t = useT()
  const client = useQueryClient()
  const { me } = useMe()
  const [adding, setAdding] = useState(false)
  const columns: Column<Key>[] = [
    {
      id: 'name',
      header: t('common.name'),
      sortKey: 'name',
      csv: (key) => key.name,
      cell: (key) => (
        <span className="inline-flex items-center gap-2">
          {key.name}
          {key.is_shared && <Badge>{t('keys.shared')}</Badge>}
        </span>
      ),
    },
    { id: 'type', header: t('common.type'), mono: true, csv: (key) => key.type, cell: (key) => key.type },
    {
      id: 'fingerprint',
      header: t('keys.fingerprint'),
      mono: true,
      csv: (key) => key.fingerprint_sha256,
      cell: (key) => <Copyable text={key.fingerprint_sha256} what={t('keys.fingerprint')} />,
    },
    {
      id: 'created',
      header: t('keys.added'),
      sortKey: 'created',
      csv: (key) => key.created,
      cell: (key) => <RelativeTime value={key.created} />,
    },
  ]
  const add = (
    <Button variant="primary" icon={KeyRound} onClick={() => setAdding(true)} data-testid="add-key">
      {t('keys.emptyAction')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('keys.title')} />
      <ResourceList<Key>
        id="ssh-keys"
        collection="keys"
        label={t('keys.title')}
        columns={columns}
        searchParam="name"
        defaultSort="name"
        menu={menuFor('keys', [
          {
            action: 'destroy',
            label: 'keys.delete',
            icon: Trash2,
            danger: true,
            visible: true,
            hidden: (key) => key.user_uuid !== me?.uuid && !me?.is_staff,
            confirm: (key) => ({
              level: 'L1',
              title: t('keys.deleteTitle', { name: String(key.name) }),
              effect: t('keys.deleteEffect'),
              confirmLabel: t('keys.delete'),
              danger: true,
            }),
          },
        ])}
        empty={{ text: t('keys.empty'), action: add }}
        toolbar={add}
      />
      {adding && (
        <AddKey
          onClose={() => setAdding(false)}
          onAdded={() => void client.invalidateQueries({ queryKey: ['keys', 'list'] })}
        />
      )}
    </>
  )
}
