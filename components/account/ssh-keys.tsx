'use client'

import { useQueryClient } from '@tanstack/react-query'
import { KeyRound, Trash2 } from 'lucide-react'
import { type ChangeEvent, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { useMe } from '../api/query.ts'
import { z } from '../api/zod.ts'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { menuFor, type PublicObject } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { ResourceList } from '../resource/list'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Copyable } from '../ui/copy'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { Input, Textarea } from '../ui/input'
import { PageHeader } from '../ui/page'
import type { Column } from '../ui/table/types.ts'
import { notify } from '../ui/toast'
import { commentOf, keyProblem } from './public-key.ts'

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

function AddKey({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const t = useT()
  const file = useRef<HTMLInputElement>(null)
  const schema = z.object({
    public_key: z.string().check((context) => {
      const problem = keyProblem(context.value)
      if (!problem) return
      const message = t(problem === 'private' ? 'keys.isPrivate' : 'keys.notPublic')
      context.issues.push({ code: 'custom', message, input: '' })
    }),
    name: z.string().trim().max(150),
  })
  const form = useZodForm({
    schema,
    defaultValues: { public_key: '', name: '' },
    onSubmit: async ({ public_key, name }) => {
      const key = await api.post<Key>('keys', { public_key, ...(name && { name }) }).catch(throwShown)
      onAdded()
      notify.success(t('keys.saved', { name: (key as Key).name }))
      onClose()
    },
  })
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.target.files ?? []
    // A key has some hundred bytes; whatever is larger is another file.
    const text = chosen && chosen.size <= 64 * 1024 ? await chosen.text() : ''
    form.setValue('public_key', text.trim(), { shouldDirty: true, shouldValidate: true })
    event.target.value = ''
  }
  const comment = commentOf(form.watch('public_key'))
  return (
    <ActionDialog
      title={t('keys.addTitle')}
      description={t('keys.addText')}
      form={form}
      submitLabel={t('keys.emptyAction')}
      onClose={onClose}
      footer={
        <>
          <input ref={file} type="file" hidden onChange={(event) => void take(event)} data-testid="key-file" />
          <Button variant="quiet" onClick={() => file.current?.click()}>
            {t('keys.file')}
          </Button>
        </>
      }
    >
      <form.Field name="public_key" label={t('keys.publicKey')} required>
        {(control) => (
          <Textarea {...control} mono rows={5} spellCheck={false} placeholder="ssh-ed25519 AAAA… name@host" />
        )}
      </form.Field>
      <form.Field name="name" label={t('keys.name')} hint={t('keys.nameHint')} optional>
        {(control) => <Input {...control} placeholder={comment} />}
      </form.Field>
    </ActionDialog>
  )
}
