'use client'

import { LogIn } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../i18n/provider'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Banner } from '../ui/error-state'
import { Form, useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input, PasswordInput } from '../ui/input'
import { leaveForIssuer, type Refusal, signInWithPassword, tellTabs } from './auth-client.ts'

const schema = z.object({ username: z.string().trim().min(1), password: z.string().min(1), remember: z.boolean() })

/** An issuer that people may sign in with. */
export type IssuerButton = { id: string; name: string }

const MESSAGE = {
  wrong: 'signIn.wrong',
  disabled: 'signIn.disabled',
  denied: 'signIn.denied',
  provider: 'signIn.providerFailed',
  unreachable: 'signIn.unreachable',
} as const

/** Why it did not work, in words. */
export function RefusalNote({ refusal }: { refusal: Refusal }) {
  const t = useT()
  const text =
    refusal.reason === 'locked'
      ? t('signIn.locked', { minutes: Math.ceil(refusal.seconds / 60) })
      : t(MESSAGE[refusal.reason])
  return (
    <Banner tone="bad">
      <span data-testid="sign-in-error">{text}</span>
    </Banner>
  )
}

/** Name and password, and a button for each issuer. A wrong password never blocks the next attempt. */
export function SignInForm({
  issuers,
  callbackUrl,
  first,
  onSignedIn,
}: {
  issuers: readonly IssuerButton[]
  /** Where an issuer leads back to. */
  callbackUrl: string
  /** A refusal of the attempt that led here. */
  first?: Refusal
  onSignedIn: () => void
}) {
  const t = useT()
  const [refusal, setRefusal] = useState(first)
  const [leaving, setLeaving] = useState<string | null>(null)
  const form = useZodForm({
    schema,
    defaultValues: { username: '', password: '', remember: false },
    onSubmit: async (values) => {
      setRefusal(undefined)
      const refused = await signInWithPassword(values)
      setRefusal(refused)
      if (refused) return
      tellTabs('signed-in')
      onSignedIn()
    },
  })
  const leave = async (id: string) => {
    setLeaving(id)
    setRefusal(undefined)
    const refused = await leaveForIssuer(id, callbackUrl)
    setRefusal(refused)
    if (refused) setLeaving(null)
  }
  return (
    <div className="space-y-4">
      {refusal && <RefusalNote refusal={refusal} />}
      <Form form={form} label={t('signIn.title')}>
        <form.Field name="username" label={t('signIn.name')}>
          {(control) => (
            <Input {...control} autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
          )}
        </form.Field>
        <form.Field name="password" label={t('signIn.password')}>
          {(control) => <PasswordInput {...control} autoComplete="current-password" />}
        </form.Field>
        <form.Field name="remember" label={t('signIn.remember')} hint={t('signIn.rememberHint')} inline>
          {({ value, onChange }) => <Checkbox checked={value} onChange={onChange} />}
        </form.Field>
        <Button
          variant="primary"
          type="submit"
          className="w-full"
          busy={form.busy}
          icon={LogIn}
          data-testid="sign-in-submit"
        >
          {t('signIn.submit')}
        </Button>
      </Form>
      {issuers.length > 0 && (
        <>
          <p className="flex items-center gap-3 text-sm text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            {t('signIn.or')}
          </p>
          {issuers.map(({ id, name }) => (
            <Button
              key={id}
              className="w-full"
              busy={leaving === id}
              onClick={() => void leave(id)}
              data-testid={`sign-in-${id}`}
            >
              {t('signIn.with', { name })}
            </Button>
          ))}
        </>
      )}
    </div>
  )
}
