'use client'

/** The fields of a connection: the same for a new one and for one that is changed (screens 15.1). */
import { useFormat, useT } from '../i18n/provider'
import { Switch } from '../ui/choice'
import { Facts } from '../ui/facts'
import type { FormHandle } from '../ui/form/form'
import { Input, PasswordInput, Textarea } from '../ui/input'
import { NumberInput } from '../ui/number-input'
import { Select } from '../ui/select'
import type { CertificateFacts, Connection } from './types.ts'

const INTERFACES = ['public', 'internal', 'admin'] as const

export function ConnectionFields({
  form,
  passwordSetAt,
  certificates = [],
}: {
  form: FormHandle<Connection>
  /** When the stored password was set; null when there is none. */
  passwordSetAt?: string | null
  /** What is known of the certificates in the field. */
  certificates?: readonly CertificateFacts[]
}) {
  const t = useT()
  const format = useFormat()
  const isHttp = /^http:/i.test(form.watch('backend_url'))
  return (
    <>
      <form.Field
        name="backend_url"
        label={t('provider.url')}
        required
        hint={isHttp ? <span className="text-warn">{t('provider.urlHttp')}</span> : t('provider.urlHint')}
      >
        {(control) => <Input {...control} mono inputMode="url" />}
      </form.Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <form.Field name="username" label={t('provider.username')} required>
          {(control) => <Input {...control} />}
        </form.Field>
        <form.Field
          name="password"
          label={t('provider.password')}
          required={!passwordSetAt}
          hint={passwordSetAt ? t('provider.passwordSet', { date: format.dateTime(passwordSetAt) }) : undefined}
        >
          {/* Not the visitor's own password: managers must neither fill nor keep it. */}
          {(control) => <PasswordInput {...control} autoComplete="new-password" />}
        </form.Field>
        <form.Field name="tenant_name" label={t('provider.project')} required>
          {(control) => <Input {...control} />}
        </form.Field>
        <form.Field name="domain" label={t('provider.domain')} optional hint={t('provider.domainHint')}>
          {(control) => <Input {...control} />}
        </form.Field>
        <form.Field name="region" label={t('provider.region')} optional hint={t('provider.regionHint')}>
          {(control) => <Input {...control} />}
        </form.Field>
        <form.Field name="interface" label={t('provider.interface')}>
          {(control) => (
            <Select
              {...control}
              options={INTERFACES.map((value) => ({ value, label: t(`provider.interface.${value}`) }))}
            />
          )}
        </form.Field>
      </div>
      <form.Field name="verify_ssl" label={t('provider.verify')} inline hint={t('provider.verifyHint')}>
        {({ value, onChange }) => <Switch checked={value} onChange={onChange} />}
      </form.Field>
      <form.Field
        name="certificate"
        label={t('provider.certificate')}
        optional
        hint={certificates.length === 0 ? t('provider.certificateHint') : undefined}
      >
        {(control) => <Textarea {...control} rows={4} className="font-mono text-sm" spellCheck={false} />}
      </form.Field>
      {certificates.length > 0 && form.watch('certificate').trim() !== '' && (
        <div data-testid="certificate-facts" className="space-y-2 border-l-2 border-line pl-3">
          {certificates.map((one) => (
            <Facts
              key={`${one.subject} ${one.expires_at}`}
              facts={[
                { label: t('provider.certificateSubject'), value: one.subject },
                { label: t('provider.certificateIssuer'), value: one.issuer },
                { label: t('provider.certificateExpires'), value: format.date(one.expires_at) },
              ]}
            />
          ))}
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <form.Field name="timeout_seconds" label={t('provider.timeout')}>
          {(control) => <NumberInput {...control} min={5} max={300} step={5} unit={t('provider.seconds')} />}
        </form.Field>
        <form.Field name="access_url" label={t('provider.accessUrl')} optional hint={t('provider.accessUrlHint')}>
          {(control) => <Input {...control} mono inputMode="url" />}
        </form.Field>
      </div>
    </>
  )
}
