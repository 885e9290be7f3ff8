'use client'

import { useT } from '../i18n/provider'
import { Button } from '../ui/button'
import { Form, useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input, PasswordInput } from '../ui/input'
import { signInWithPassword } from './auth-client.ts'

/** Messages by field; undefined when the password is set. */
export type SetPassword = (code: string, password: string) => Promise<Record<string, string[]> | undefined>

/** Sets the password of a one-time link and signs in with it. `setPassword` is the page's server action. */
export function FirstPassword({
  code,
  username,
  setPassword,
}: {
  code: string
  username: string
  setPassword: SetPassword
}) {
  const t = useT()
  const schema = z
    .object({ username: z.string(), password: z.string().min(8).max(128), repeat: z.string().min(1) })
    .refine(({ password, repeat }) => password === repeat, { path: ['repeat'], error: t('signIn.repeatWrong') })
  const form = useZodForm({
    schema,
    defaultValues: { username, password: '', repeat: '' },
    onSubmit: async ({ password }) => {
      const fields = await setPassword(code, password)
      if (fields) {
        const message = fields.code?.[0] ?? t('ui.fixErrors', { count: 1 })
        throw Object.assign(new Error(message), { shown: { message, fields: fields.code ? undefined : fields } })
      }
      await signInWithPassword({ username, password, remember: false })
      window.location.assign('/')
    },
  })
  return (
    <Form form={form} label={t('signIn.firstTitle')}>
      {/* Shown, so that a password manager stores both. */}
      <form.Field name="username" label={t('account.userName')}>
        {(control) => <Input {...control} autoComplete="username" readOnly />}
      </form.Field>
      <form.Field name="password" label={t('signIn.newPassword')} hint={t('signIn.newPasswordHint')} required>
        {(control) => <PasswordInput {...control} autoComplete="new-password" />}
      </form.Field>
      <form.Field name="repeat" label={t('signIn.repeat')} required>
        {(control) => <PasswordInput {...control} autoComplete="new-password" />}
      </form.Field>
      <Button variant="primary" type="submit" className="w-full" busy={form.busy} data-testid="first-password-submit">
        {t('signIn.firstSubmit')}
      </Button>
    </Form>
  )
}
