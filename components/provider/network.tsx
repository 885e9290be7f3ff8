'use client'

/** The tab "Network": the way out, and what new networks of tenants begin with. */
import { useQuery } from '@tanstack/react-query'
import { Plus, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useFieldArray } from 'react-hook-form'
import { api } from '../api/client.ts'
import { listOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { shownError } from '../resource/failure.ts'
import { Button, IconButton } from '../ui/button'
import { Combobox } from '../ui/combobox'
import { Form, useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input } from '../ui/input'
import { NumberInput } from '../ui/number-input'
import { Section } from '../ui/page'
import { notify } from '../ui/toast'
import { throwConnection } from './failure.ts'
import { SaveButton } from './save-button'
import { useSaved } from './saved.ts'
import { attributesOf, COLLECTION, type Offering } from './types.ts'

const LEAST_MTU = 68
const MOST_MTU = 9000

const schema = z.object({
  external_network_id: z.string().nullable(),
  default_internal_network_mtu: z.int().min(LEAST_MTU).max(MOST_MTU).nullable(),
  dns_nameservers: z.string(),
  ipv4_external_ip_mapping: z.array(
    z.object({ floating_ip: z.string().trim().min(1), external_ip: z.string().trim().min(1) }),
  ),
})
type Values = z.infer<typeof schema>

const valuesOf = (offering: Offering): Values => {
  const attributes = attributesOf(offering)
  const { default_internal_network_mtu: mtu } = offering.plugin_options
  const { ipv4_external_ip_mapping: mapping } = offering.secret_options ?? {}
  return {
    external_network_id: attributes.external_network_id || null,
    default_internal_network_mtu: typeof mtu === 'number' ? mtu : null,
    dns_nameservers: (attributes.dns_nameservers ?? []).join(', '),
    ipv4_external_ip_mapping: Array.isArray(mapping) ? mapping : [],
  }
}

/** Reads networks, flavors, images and types of the offering's cloud now. */
export function ReadCloudButton({ offering }: { offering: Offering }) {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const read = async () => {
    setBusy(true)
    try {
      await api.post(`service-settings/${offering.scope_uuid}/pull_properties`)
      notify.success(t('provider.readDone'))
    } catch (error) {
      notify.error(shownError(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button icon={RefreshCw} busy={busy} onClick={() => void read()} data-testid="action-pull-properties">
      {t('provider.readCloud')}
    </Button>
  )
}

export function NetworkTab({ offering }: { offering: Offering }) {
  const t = useT()
  const onSaved = useSaved()
  const networks = useQuery(
    listOf('openstack-external-networks', { settings_uuid: offering.scope_uuid, page_size: 200 }),
  ).data?.rows
  const form = useZodForm<Values, Values>({
    schema,
    defaultValues: valuesOf(offering),
    onSubmit: async (values) => {
      const saved = await api
        .post<Offering>(`${COLLECTION}/${offering.uuid}/update_integration`, {
          service_attributes: {
            external_network_id: values.external_network_id ?? '',
            dns_nameservers: values.dns_nameservers,
          },
          plugin_options: { default_internal_network_mtu: values.default_internal_network_mtu },
          secret_options: { ipv4_external_ip_mapping: values.ipv4_external_ip_mapping },
        })
        .catch(throwConnection)
      form.reset(valuesOf(saved))
      onSaved(saved)
    },
  })
  const mapping = useFieldArray({ control: form.control, name: 'ipv4_external_ip_mapping' })
  const options = (networks ?? []).map(({ backend_id, name, subnets }) => ({
    value: backend_id,
    label: name,
    hint: [backend_id, ...subnets.map(({ cidr }) => cidr)].join(' · '),
  }))
  return (
    <Form form={form} label={t('provider.tabNetwork')} className="max-w-2xl space-y-4">
      <form.Field
        name="external_network_id"
        label={t('provider.externalNetwork')}
        hint={t('provider.externalNetworkHint')}
      >
        {({ value, onChange }) => (
          <Combobox
            clearable
            value={value}
            onChange={onChange}
            options={options}
            placeholder={t('provider.externalNetworkNone')}
          />
        )}
      </form.Field>
      <ReadCloudButton offering={offering} />
      <div className="grid gap-4 sm:grid-cols-2">
        <form.Field name="default_internal_network_mtu" label={t('provider.mtu')} optional hint={t('provider.mtuHint')}>
          {(control) => <NumberInput {...control} min={LEAST_MTU} max={MOST_MTU} step={1} />}
        </form.Field>
        <form.Field name="dns_nameservers" label={t('provider.dns')} optional hint={t('provider.dnsHint')}>
          {(control) => <Input {...control} mono />}
        </form.Field>
      </div>
      <Section title={t('provider.nat')} description={t('provider.natHint')} testId="nat-mapping">
        {mapping.fields.length === 0 && <p className="pb-2 text-muted">{t('provider.natNone')}</p>}
        <ul className="space-y-2">
          {mapping.fields.map((field, index) => (
            <li key={field.id} className="flex items-start gap-2">
              <div className="grid flex-1 gap-2 sm:grid-cols-2">
                <form.Field name={`ipv4_external_ip_mapping.${index}.floating_ip`} label={t('provider.natFloating')}>
                  {(control) => <Input {...control} mono placeholder="10.20.0.0/24" />}
                </form.Field>
                <form.Field name={`ipv4_external_ip_mapping.${index}.external_ip`} label={t('provider.natExternal')}>
                  {(control) => <Input {...control} mono placeholder="203.0.113.0/24" />}
                </form.Field>
              </div>
              <IconButton
                icon={Trash2}
                label={`${t('common.remove')}: ${t('provider.natRow', { n: String(index + 1) })}`}
                className="mt-6"
                onClick={() => mapping.remove(index)}
              />
            </li>
          ))}
        </ul>
        <Button
          icon={Plus}
          size="sm"
          className="mt-2"
          onClick={() => mapping.append({ floating_ip: '', external_ip: '' })}
          data-testid="add-nat"
        >
          {t('provider.natAdd')}
        </Button>
      </Section>
      <SaveButton form={form} offering={offering} action="update_integration" />
    </Form>
  )
}
