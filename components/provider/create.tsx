'use client'

/** A new OpenStack and the offering of tenants in it, in one form. It is saved as a draft. */
import { useRouter } from 'next/navigation'
import { api } from '../api/client.ts'
import { useT } from '../i18n/provider'
import { useScopeCrumbs } from '../shell/scope'
import { Breadcrumb } from '../ui/breadcrumb'
import { Button } from '../ui/button'
import { Switch } from '../ui/choice'
import { Form, type FormHandle, useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input } from '../ui/input'
import { PageHeader } from '../ui/page'
import { notify } from '../ui/toast'
import { useAskInsecure } from './connection'
import { ConnectionFields } from './connection-fields'
import { ConnectionTestPanel, useConnectionTest } from './connection-test'
import { throwConnection } from './failure.ts'
import {
  COLLECTION,
  type Connection,
  connectionSchema,
  connectionValues,
  type Offering,
  offeringHref,
} from './types.ts'

export function CreateOffering({ customerUuid }: { customerUuid: string }) {
  const t = useT()
  const router = useRouter()
  const crumbs = useScopeCrumbs()
  const askInsecure = useAskInsecure()
  const schema = connectionSchema({ isNew: true, invalidUrl: t('form.url') }).extend({
    name: z.string().trim().min(1).max(150),
    shared: z.boolean(),
  })
  type Values = z.infer<typeof schema>
  const form = useZodForm<Values, Values>({
    schema,
    defaultValues: { ...connectionValues({}), name: '', shared: true },
    onSubmit: async ({ name, shared, ...service_attributes }) => {
      if (askInsecure(name, !service_attributes.verify_ssl, () => form.submit())) return
      const made = await api
        .post<Offering>(COLLECTION, {
          name,
          shared,
          customer: customerUuid,
          type: 'OpenStack.Tenant',
          service_attributes,
        })
        .catch(throwConnection)
      notify.success(t('provider.created', { name }))
      router.push(offeringHref(made, 'network'))
    },
  })
  const connection = form as unknown as FormHandle<Connection>
  const test = useConnectionTest(connection, { customer: customerUuid })
  const list = `/provider/${customerUuid}/offerings`
  return (
    <>
      <PageHeader
        title={t('provider.createTitle')}
        breadcrumb={
          <Breadcrumb
            items={[...crumbs, { label: t('provider.offerings'), href: list }, { label: t('provider.createTitle') }]}
          />
        }
      />
      <div className="grid gap-x-10 gap-y-4 xl:grid-cols-[minmax(0,40rem)_minmax(20rem,28rem)]">
        <Form form={form} label={t('provider.createTitle')}>
          <p className="max-w-prose text-muted">{t('provider.createText')}</p>
          <form.Field name="name" label={t('provider.name')} required>
            {(control) => <Input {...control} />}
          </form.Field>
          <form.Field name="shared" label={t('provider.shared')} inline>
            {({ value, onChange }) => <Switch checked={value} onChange={onChange} />}
          </form.Field>
          <ConnectionFields
            form={connection}
            certificates={test.isOutdated ? [] : (test.result?.certificate_facts ?? [])}
          />
          <Button variant="primary" busy={form.busy} onClick={() => void form.submit()} data-testid="submit">
            {t('provider.createSubmit')}
          </Button>
        </Form>
        <ConnectionTestPanel test={test} />
      </div>
    </>
  )
}
