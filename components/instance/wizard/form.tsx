'use client'

/** The wizard's form: eight steps on one page, preflight and price beside them, and the order that it sends. */
import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { allows, managers } from '../../api/access.gen.ts'
import { api } from '../../api/client.ts'
import { listOf, useAction, useMe } from '../../api/query.ts'
import type { Objects } from '../../api/schema.gen.ts'
import { useFormat, useT } from '../../i18n/provider'
import { shownError } from '../../resource/failure.ts'
import { useTenantPreflight } from '../../resource/preflight.ts'
import { useTree } from '../../shell/scope-switcher'
import { Combobox } from '../../ui/combobox'
import { Field } from '../../ui/field'
import { useZodForm } from '../../ui/form/form'
import { usePreflightReason } from '../../ui/form/preflight'
import { Wizard, type WizardStep } from '../../ui/form/wizard'
import { Input, Textarea } from '../../ui/input'
import { Select } from '../../ui/select'
import { notify } from '../../ui/toast'
import { FlavorTable, useFlavorReason } from '../flavors'
import { costOf, monthlyPrice, useCurrency, useTenantPlan } from '../price.ts'
import { AccessFields } from './access-fields'
import type { Choices } from './choices.ts'
import { DiskFields } from './disk-fields'
import { ImageField } from './image-field'
import { NetworkFields } from './network-fields'
import { type Known, schemaOf } from './schema.ts'
import { SecurityFields } from './security-fields'
import { WizardSummary } from './summary'
import {
  attributesOf,
  deltaOf,
  formField,
  freeName,
  leastSystemGib,
  nameBase,
  partsOf,
  startValues,
  type Values,
} from './values.ts'

type Order = Objects['marketplace-orders']

const lastImageKey = (tenantUuid: string) => `foyer:last-image:${tenantUuid}`

/** Whom an address of a network belongs to: asked of the server, each address once in a while. */
function useOwnerOf(tenantUuid: string): Known['ownerOf'] {
  const client = useQueryClient()
  return useCallback(
    async (networkUuid, address) => {
      const found = await client
        .fetchQuery({
          ...listOf('openstack-ports', {
            tenant_uuid: tenantUuid,
            network_uuid: networkUuid,
            fixed_ips: address,
            page_size: 20,
            field: ['uuid', 'name', 'device_owner', 'fixed_ips'],
          }),
          staleTime: 5000,
        })
        // The server checks again; a form must not stand still because this check could not be made.
        .catch(() => ({ rows: [] }))
      const port = found.rows.find(({ fixed_ips }) => fixed_ips.some(({ ip_address }) => ip_address === address))
      return port ? port.name || port.device_owner || '' : null
    },
    [client, tenantUuid],
  )
}

export function InstanceForm({ choices, offeringUuid }: { choices: Choices; offeringUuid: string }) {
  const t = useT()
  const format = useFormat()
  const router = useRouter()
  const query = useSearchParams()
  const { tenant } = choices
  const { caller } = useMe()
  const create = useAction('marketplace-orders', 'create')
  const ownerOf = useOwnerOf(tenant.uuid)
  const [lastUsed] = useState(() => localStorage.getItem(lastImageKey(tenant.uuid)))
  const [start] = useState(() => startValues(choices, query))
  const known = useRef<Known>({ choices, values: start, ownerOf })
  const schema = useMemo(() => schemaOf(t, format, () => known.current), [t, format])

  const form = useZodForm({
    schema,
    defaultValues: start,
    onSubmit: async (values: Values) => {
      let order: Order
      try {
        order = (await create.mutateAsync({
          input: {
            offering: `/api/marketplace-public-offerings/${offeringUuid}/`,
            project: `/api/projects/${tenant.project_uuid}/`,
            attributes: attributesOf(choices, values),
            limits: {},
          },
        })) as Order
      } catch (error) {
        const shown = shownError(error)
        const fields = Object.fromEntries(
          Object.entries(shown.fields ?? {}).map(([name, messages]) => [formField(name), messages]),
        )
        throw Object.assign(new Error(shown.message), { shown: { ...shown, ...(shown.fields && { fields }) } })
      }
      localStorage.setItem(lastImageKey(tenant.uuid), values.image)
      if (order.resource_uuid && !order.state.startsWith('pending'))
        return router.push(`/t/${tenant.uuid}/instances/${order.resource_uuid}/overview`)
      notify.success(t('instanceNew.ordered', { name: values.name }))
      router.push(`/p/${tenant.project_uuid}/orders/${order.uuid}`)
    },
  })
  const values = form.watch() as Values
  known.current = { choices, values, ownerOf }
  const image = choices.images.find(({ uuid }) => uuid === values.image)
  const flavor = choices.flavors.find(({ uuid }) => uuid === values.flavor)

  // The system disk follows image and flavor until somebody has chosen a size; never below what they need.
  const least = leastSystemGib(image, flavor)
  const suggested = useRef<number | null>(null)
  useEffect(() => {
    const size = form.getValues('system_volume_size')
    if (size === null || size === suggested.current || size < least) {
      suggested.current = least
      form.setValue('system_volume_size', least, { shouldValidate: form.getFieldState('system_volume_size').invalid })
    } else if (form.formState.touchedFields.system_volume_size) void form.trigger('system_volume_size')
  }, [least, form])

  // So does the name with the image, until somebody has typed one.
  const named = useRef('')
  const imageName = image?.name
  useEffect(() => {
    if (!imageName || form.getValues('name') !== named.current) return
    const base = nameBase(imageName)
    let isGone = false
    void api
      .list<{ name: string }>('openstack-instances', {
        tenant_uuid: tenant.uuid,
        query: base,
        field: ['name'],
        page_size: 300,
      })
      .catch(() => ({ rows: [] }))
      .then(({ rows }) => {
        if (isGone || form.getValues('name') !== named.current) return
        named.current = freeName(
          base,
          rows.map(({ name }) => name),
        )
        form.setValue('name', named.current, { shouldValidate: form.formState.submitCount > 0 })
      })
    return () => {
      isGone = true
    }
  }, [imageName, tenant.uuid, form])

  const rows = useTenantPreflight(tenant.uuid, deltaOf(choices, values))
  const quotaReason = usePreflightReason(rows)
  const waiting = choices.groups.find(({ uuid, state }) => values.security_groups.includes(uuid) && state !== 'OK')
  const submitReason = quotaReason ?? (waiting && t('instanceNew.groupWaiting', { name: waiting.name }))
  const reasonOf = useFlavorReason(choices.quotas, image)
  const plan = useTenantPlan(tenant.uuid)
  const currency = useCurrency()
  const priceOf = (one: (typeof choices.flavors)[number]) => {
    const price = monthlyPrice(plan, { cores: one.cores, ramMib: one.ram, disks: [] })
    return price === null ? null : format.money(price, currency)
  }
  // Members order; whoever manages the project gets the instance at once.
  const waits =
    caller && !allows(managers, caller, { projectUuid: tenant.project_uuid, customerUuid: tenant.customer_uuid })

  const steps: WizardStep[] = [
    { id: 'where', title: t('instanceNew.where'), fields: [], done: true, content: <Where tenantUuid={tenant.uuid} /> },
    {
      id: 'image',
      title: t('instanceNew.image'),
      fields: ['image'],
      done: Boolean(image),
      content: (
        <form.Field name="image" label={t('instanceNew.image')} required group>
          {(control) => <ImageField {...control} images={choices.images} lastUsed={lastUsed} />}
        </form.Field>
      ),
    },
    {
      id: 'flavor',
      title: t('instanceNew.flavor'),
      fields: ['flavor'],
      done: Boolean(flavor),
      content: (
        <form.Field name="flavor" label={t('instanceNew.flavor')} required group>
          {(control) => (
            <FlavorTable
              {...control}
              flavors={choices.flavors}
              quotas={choices.quotas}
              reason={reasonOf}
              price={priceOf}
            />
          )}
        </form.Field>
      ),
    },
    {
      id: 'disks',
      title: t('instanceNew.disks'),
      fields: ['system_volume_size', 'system_volume_type', 'data_volumes'],
      done: Boolean(image && flavor),
      content: <DiskFields form={form} choices={choices} leastGib={least} />,
    },
    {
      id: 'network',
      title: t('instanceNew.network'),
      description: t('instanceNew.networkHint'),
      fields: ['ports'],
      done: values.ports.every(({ target }) => target !== ''),
      content: <NetworkFields form={form} choices={choices} />,
    },
    {
      id: 'security',
      title: t('instanceNew.security'),
      fields: ['security_groups'],
      done: values.security_groups.length > 0,
      content: <SecurityFields form={form} choices={choices} image={image} />,
    },
    {
      id: 'access',
      title: t('instanceNew.access'),
      fields: ['ssh_public_key', 'other_way', 'user_data', 'config_drive'],
      done: Boolean(values.ssh_public_key || values.other_way),
      content: <AccessFields form={form} choices={choices} />,
    },
    {
      id: 'placement',
      title: t('instanceNew.placement'),
      fields: ['name', 'description', 'availability_zone'],
      done: values.name !== '',
      content: (
        <>
          <form.Field name="name" label={t('instanceNew.name')} hint={t('instanceNew.nameHint')} required>
            {(control) => <Input {...control} autoComplete="off" spellCheck={false} />}
          </form.Field>
          <form.Field name="description" label={t('instanceNew.description')} optional>
            {(control) => <Textarea {...control} rows={2} />}
          </form.Field>
          {choices.zones.length > 0 && (
            <form.Field name="availability_zone" label={t('instanceNew.zone')}>
              {(control) => (
                <Select
                  {...control}
                  placeholder={t('instanceNew.zoneAny')}
                  options={choices.zones.map(({ uuid, name }) => ({ value: uuid, label: name }))}
                />
              )}
            </form.Field>
          )}
        </>
      ),
    },
  ]
  return (
    <Wizard
      form={form}
      label={t('instanceNew.title')}
      steps={steps}
      summary={
        <WizardSummary
          values={values}
          image={image}
          flavor={flavor}
          // What is not limited always fits, and would push the button out of sight.
          rows={rows?.filter(({ limit }) => limit >= 0)}
          cost={costOf(plan, partsOf(choices, values), currency)}
          planName={plan?.name}
          tenantUuid={tenant.uuid}
          note={waits ? t('instanceNew.orderHint') : undefined}
        />
      }
      submitLabel={t(waits ? 'instanceNew.submitOrder' : 'instanceNew.title')}
      submitReason={submitReason}
      cancelHref={`/t/${tenant.uuid}/instances`}
    />
  )
}

/** The tenant of the page; another one opens its own wizard. */
function Where({ tenantUuid }: { tenantUuid: string }) {
  const t = useT()
  const router = useRouter()
  const query = useSearchParams()
  const { tenants } = useTree()
  return (
    <Field name="tenant" label={t('instanceNew.tenant')} required>
      <Combobox
        value={tenantUuid}
        onChange={(uuid) =>
          uuid && uuid !== tenantUuid && router.push(`/t/${uuid}/instances/new${query.size > 0 ? `?${query}` : ''}`)
        }
        options={(tenants ?? []).map(({ uuid, name, project_name, service_name, state }) => ({
          value: uuid,
          label: name,
          hint: `${project_name} · ${service_name}`,
          disabledReason: state === 'OK' ? undefined : t('instanceNew.tenantBusy'),
        }))}
      />
    </Field>
  )
}
