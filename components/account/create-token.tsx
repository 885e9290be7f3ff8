'use client'

import { useState } from 'react'
import { api } from '../api/client.ts'
import { z } from '../api/zod.ts'
import { useT } from '../i18n/provider'
import { throwShown } from '../resource/failure.ts'
import { Button } from '../ui/button'
import { RadioCards } from '../ui/choice'
import { CodeBlock } from '../ui/code'
import { Combobox, type ComboboxOption } from '../ui/combobox'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { Input } from '../ui/input'
import { Select } from '../ui/select'

const DAY_MS = 24 * 3600_000
const LIVES = ['7', '30', '90', 'date'] as const

const loadProjects = async (query: string, signal: AbortSignal): Promise<ComboboxOption[]> => {
  const params = { query, page_size: 50, field: ['uuid', 'name', 'customer_name'] }
  const { rows } = await api.list<{ uuid: string; name: string; customer_name: string }>('projects', params, { signal })
  return rows.map((project) => ({ value: project.uuid, label: project.name, hint: project.customer_name }))
}

/** Asks what the token may, then shows its secret once. */
export function CreateToken({ onClose, onCreated }: { onClose: () => void; onCreated: () => void }) {
  const [secret, setSecret] = useState<string | null>(null)
  if (secret) return <Secret secret={secret} onClose={onClose} />
  return (
    <Ask
      onClose={onClose}
      onDone={(token) => {
        setSecret(token)
        onCreated()
      }}
    />
  )
}

function Ask({ onClose, onDone }: { onClose: () => void; onDone: (secret: string) => void }) {
  const t = useT()
  const schema = z
    .object({
      name: z.string().trim().min(1).max(255),
      access: z.enum(['read', 'write']),
      life: z.enum(LIVES),
      expires_at: z.string(),
      projects: z.array(z.string()),
    })
    .refine(({ life, expires_at }) => life !== 'date' || endOf(expires_at) > Date.now(), {
      path: ['expires_at'],
      error: t('tokens.datePast'),
    })
  const form = useZodForm({
    schema,
    defaultValues: { name: '', access: 'read', life: '30', expires_at: '', projects: [] },
    onSubmit: async ({ name, access, life, expires_at, projects }) => {
      const endsAt = life === 'date' ? endOf(expires_at) : Date.now() + Number(life) * DAY_MS
      const input = {
        name,
        scopes: access === 'write' ? ['read', 'write'] : ['read'],
        expires_at: new Date(endsAt).toISOString(),
        allowed_scopes: projects.map((uuid) => ({ type: 'project', uuid })),
      }
      const made = await api.post<{ token: string }>('personal-access-tokens', input).catch(throwShown)
      onDone((made as { token: string }).token)
    },
  })
  return (
    <ActionDialog title={t('tokens.createTitle')} form={form} submitLabel={t('tokens.emptyAction')} onClose={onClose}>
      <form.Field name="name" label={t('tokens.name')} hint={t('tokens.nameHint')} required>
        {(control) => <Input {...control} />}
      </form.Field>
      <form.Field name="access" label={t('tokens.access')} group>
        {({ value, onChange }) => (
          <RadioCards
            value={value}
            onChange={onChange}
            columns={2}
            options={[
              { value: 'read', label: t('tokens.read'), hint: t('tokens.readHint') },
              { value: 'write', label: t('tokens.write'), hint: t('tokens.writeHint') },
            ]}
          />
        )}
      </form.Field>
      <form.Field name="life" label={t('tokens.expires')}>
        {({ value, onChange }) => (
          <Select
            value={value}
            onChange={onChange}
            options={LIVES.map((life) => ({
              value: life,
              label: life === 'date' ? t('tokens.date') : t('tokens.days', { days: Number(life) }),
            }))}
          />
        )}
      </form.Field>
      {form.watch('life') === 'date' && (
        <form.Field name="expires_at" label={t('tokens.dateLabel')} required>
          {(control) => <Input {...control} type="date" className="max-w-48" />}
        </form.Field>
      )}
      <form.Field name="projects" label={t('tokens.projects')} hint={t('tokens.projectsHint')} optional>
        {({ value, onChange }) => <Combobox multiple value={value} onChange={onChange} load={loadProjects} />}
      </form.Field>
    </ActionDialog>
  )
}

/** The end of a day, by the person's clock. */
const endOf = (day: string): number => (day ? new Date(`${day}T23:59:59`).getTime() : 0)

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useT()
  const example = `curl -H "Authorization: Token $FOYER_TOKEN" ${window.location.origin}/api/users/me/`
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('tokens.secretTitle')}
      description={t('tokens.secretText')}
      testId="token-secret"
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('tokens.done')}
        </Button>
      }
    >
      <div className="space-y-4">
        <Field name="secret" label={t('tokens.secret')} group>
          <CodeBlock text={secret} what={t('tokens.secret')} wrap />
        </Field>
        <Field name="example" label={t('tokens.example')} group>
          <CodeBlock text={`export FOYER_TOKEN=…\n${example}`} what={t('tokens.exampleWhat')} wrap />
        </Field>
      </div>
    </Dialog>
  )
}
