'use client'

/** The tab "Connection" of an offering: one form, saved as a whole. */
import { useRef } from 'react'
import { api } from '../api/client.ts'
import { useT } from '../i18n/provider'
import { useConfirm } from '../ui/confirm'
import { Form, useZodForm } from '../ui/form/form'
import { ConnectionFields } from './connection-fields'
import { ConnectionTestPanel, useConnectionTest } from './connection-test'
import { throwConnection } from './failure.ts'
import { SaveButton } from './save-button'
import { useSaved } from './saved.ts'
import {
  attributesOf,
  COLLECTION,
  type Connection,
  connectionSchema,
  connectionValues,
  type Offering,
} from './types.ts'

/**
 * Asks before certificates are checked no more. Called first thing in a form's `onSubmit`: true means that the question
 * stands on the screen, and that the form is sent again once it is agreed.
 */
export function useAskInsecure() {
  const t = useT()
  const confirm = useConfirm()
  const agreed = useRef(false)
  return (name: string, isNewlyOff: boolean, submit: () => Promise<void>): boolean => {
    if (!isNewlyOff || agreed.current) return false
    confirm({
      level: 'L2',
      title: t('provider.verifyOffTitle', { name }),
      effect: t('provider.verifyOffEffect'),
      name,
      confirmLabel: t('provider.verifyOffConfirm'),
      onConfirm: async () => {
        agreed.current = true
        // The form shows its own refusals, once this dialog is gone.
        void submit().finally(() => {
          agreed.current = false
        })
      },
    })
    return true
  }
}

export function ConnectionTab({ offering }: { offering: Offering }) {
  const t = useT()
  const onSaved = useSaved()
  const askInsecure = useAskInsecure()
  const attributes = attributesOf(offering)
  const form = useZodForm<Connection, Connection>({
    schema: connectionSchema({ isNew: false, invalidUrl: t('form.url') }),
    defaultValues: connectionValues(attributes),
    onSubmit: async (values) => {
      if (isRefused) throw new Error(t('provider.saveRefused'))
      const isNewlyOff = (attributes.verify_ssl ?? true) && !values.verify_ssl
      if (askInsecure(offering.name, isNewlyOff, () => form.submit())) return
      const saved = await api
        .post<Offering>(`${COLLECTION}/${offering.uuid}/update_integration`, { service_attributes: values })
        .catch(throwConnection)
      form.reset(connectionValues(attributesOf(saved)))
      onSaved(saved)
    },
  })
  const test = useConnectionTest(form, { offering: offering.uuid })
  const isRefused = test.result?.ok === false && !test.isOutdated && offering.state !== 'Draft'
  const facts = !test.isOutdated && test.result ? test.result.certificate_facts : (attributes.certificate_facts ?? [])
  return (
    <div className="grid gap-x-10 gap-y-4 xl:grid-cols-[minmax(0,40rem)_minmax(20rem,28rem)]">
      <Form form={form} label={t('provider.connection')}>
        <ConnectionFields form={form} passwordSetAt={attributes.password_set_at} certificates={facts} />
        <SaveButton
          form={form}
          offering={offering}
          action="update_integration"
          refusal={isRefused ? t('provider.saveRefused') : undefined}
        />
      </Form>
      <ConnectionTestPanel test={test} />
    </div>
  )
}
