'use client'

import { type ChangeEvent, useRef } from 'react'
import { api } from '../api/client.ts'
import type { Objects } from '../api/schema.gen.ts'
import { z } from '../api/zod.ts'
import { useT } from '../i18n/provider'
import { throwShown } from '../resource/failure.ts'
import { Button } from '../ui/button'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { Input, Textarea } from '../ui/input'
import { notify } from '../ui/toast'
import { commentOf, keyProblem } from './public-key.ts'

type Key = Objects['keys']

/** Adds an SSH public key of the signed-in person; other forms open it on the way. */
export function AddKey({ onClose, onAdded }: { onClose: () => void; onAdded: (key: Key) => void }) {
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
      onAdded(key)
      notify.success(t('keys.saved', { name: key.name }))
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
