'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { api } from '../api/client.ts'
import { type Me, meQuery } from '../api/query.ts'
import { z } from '../api/zod.ts'
import { useT } from '../i18n/provider'
import { DateTime } from '../i18n/time'
import { shownError, throwShown } from '../resource/failure.ts'
import { Button } from '../ui/button'
import { ErrorState, Skeleton } from '../ui/error-state'
import { Form, useZodForm } from '../ui/form/form'
import { Input, PasswordInput } from '../ui/input'
import { PageHeader, Section } from '../ui/page'
import { notify } from '../ui/toast'
import { Display } from './display'

/** Who one is, how the portal looks, the password, the roles one has. */
export function Profile() {
  const t = useT()
  const { data: me, error, refetch } = useQuery(meQuery)
  // What is shown stays when a later reading fails: somebody may be typing.
  if (error && !me) return <ErrorState error={shownError(error)} onRetry={() => void refetch()} />
  return (
    <div className="max-w-[44rem]">
      <PageHeader title={t('account.profile')} />
      {me ? (
        <>
          <Person me={me} />
          <Display me={me} />
          {me.registration_method === 'default' && <Password me={me} />}
          <Roles me={me} />
        </>
      ) : (
        <Skeleton className="h-96" />
      )}
    </div>
  )
}

const personSchema = z.object({
  first_name: z.string().max(100),
  last_name: z.string().max(100),
  email: z.union([z.email().max(254), z.literal('')]),
  organization: z.string().max(255),
  job_title: z.string().max(120),
})

function Person({ me }: { me: Me }) {
  const t = useT()
  const client = useQueryClient()
  const router = useRouter()
  const isLocal = me.registration_method === 'default'
  const text = (name: string) => String(me[name] ?? '')
  const form = useZodForm({
    schema: personSchema,
    defaultValues: {
      first_name: text('first_name'),
      last_name: text('last_name'),
      email: text('email'),
      organization: text('organization'),
      job_title: text('job_title'),
    },
    onSubmit: async ({ first_name, last_name, email, ...rest }) => {
      const input = isLocal ? { first_name, last_name, email, ...rest } : rest
      const saved = await api.patch<Me>(`users/${me.uuid}`, input).catch(throwShown)
      client.setQueryData(meQuery.queryKey, (before) => before && { ...before, ...saved })
      form.reset({ first_name, last_name, email, ...rest })
      notify.success(t('account.saved'))
      router.refresh() // the frame shows the name
    },
  })
  const theirs = isLocal ? undefined : t('account.fromProvider', { name: text('identity_provider_label') })
  return (
    <Section title={t('account.person')} testId="profile-person">
      <Form form={form} label={t('account.person')}>
        <p className="text-sm">
          <span className="text-muted">{t('account.userName')}: </span>
          {me.username}
        </p>
        <div className="grid gap-4 sm:grid-cols-2">
          <form.Field name="first_name" label={t('account.firstName')}>
            {(control) => <Input {...control} autoComplete="given-name" readOnly={!isLocal} />}
          </form.Field>
          <form.Field name="last_name" label={t('account.lastName')}>
            {(control) => <Input {...control} autoComplete="family-name" readOnly={!isLocal} />}
          </form.Field>
          <form.Field name="email" label={t('account.email')} hint={theirs}>
            {(control) => <Input {...control} type="email" autoComplete="email" readOnly={!isLocal} />}
          </form.Field>
          <form.Field name="organization" label={t('account.organization')}>
            {(control) => <Input {...control} autoComplete="organization" />}
          </form.Field>
          <form.Field name="job_title" label={t('account.jobTitle')}>
            {(control) => <Input {...control} autoComplete="organization-title" />}
          </form.Field>
        </div>
        <Button type="submit" variant="primary" busy={form.busy} data-testid="profile-save">
          {t('common.saveChanges')}
        </Button>
      </Form>
    </Section>
  )
}

function Password({ me }: { me: Me }) {
  const t = useT()
  const hasOne = me.has_usable_password === true
  const schema = z
    .object({
      current_password: hasOne ? z.string().min(1) : z.string(),
      new_password: z.string().min(8).max(128),
      repeat: z.string().min(1),
    })
    .refine(({ new_password, repeat }) => new_password === repeat, {
      path: ['repeat'],
      error: t('signIn.repeatWrong'),
    })
  const form = useZodForm({
    schema,
    defaultValues: { current_password: '', new_password: '', repeat: '' },
    onSubmit: async ({ current_password, new_password }) => {
      await api.post(`users/${me.uuid}/change_password`, { current_password, new_password }).catch(throwShown)
      form.reset()
      notify.success(t('account.passwordChanged'))
    },
  })
  return (
    <Section title={t('account.password')} description={t('account.passwordText')} testId="profile-password">
      <Form form={form} label={t('account.password')} className="max-w-[22rem] space-y-4">
        {/* Unseen: tells a password manager whose password it is. */}
        <input type="text" autoComplete="username" value={me.username} readOnly hidden />
        {hasOne && (
          <form.Field name="current_password" label={t('account.currentPassword')} required>
            {(control) => <PasswordInput {...control} autoComplete="current-password" />}
          </form.Field>
        )}
        <form.Field name="new_password" label={t('signIn.newPassword')} hint={t('signIn.newPasswordHint')} required>
          {(control) => <PasswordInput {...control} autoComplete="new-password" />}
        </form.Field>
        <form.Field name="repeat" label={t('signIn.repeat')} required>
          {(control) => <PasswordInput {...control} autoComplete="new-password" />}
        </form.Field>
        <Button type="submit" busy={form.busy} data-testid="password-save">
          {t('account.changePassword')}
        </Button>
      </Form>
    </Section>
  )
}

type Role = {
  uuid: string
  role_name: string
  role_description: string
  scope_name: string
  customer_name: string
  expiration_time: string | null
}

function Roles({ me }: { me: Me }) {
  const t = useT()
  const roles = me.permissions as unknown as Role[]
  return (
    <Section title={t('account.roles')} testId="profile-roles">
      {roles.length === 0 ? (
        <p className="text-muted">{t('account.noRoles')}</p>
      ) : (
        <table className="w-full text-left">
          <caption className="spoken">{t('account.roles')}</caption>
          <thead className="text-sm text-muted">
            <tr className="border-b border-line">
              <th className="py-1.5 pr-3 font-normal">{t('account.role')}</th>
              <th className="py-1.5 pr-3 font-normal">{t('account.scope')}</th>
              <th className="py-1.5 font-normal">{t('account.until')}</th>
            </tr>
          </thead>
          <tbody>
            {roles.map((role) => (
              <tr key={role.uuid} className="border-b border-line">
                <td className="py-1.5 pr-3">{role.role_description || role.role_name}</td>
                <td className="py-1.5 pr-3">
                  {[role.customer_name, role.scope_name].filter((name, i, all) => all.indexOf(name) === i).join(' / ')}
                </td>
                <td className="py-1.5">
                  {role.expiration_time ? <DateTime value={role.expiration_time} /> : t('account.noEnd')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}
