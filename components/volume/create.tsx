'use client'

/** Ordering a volume from the tenant's private offering (screens 9.1). */
import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { api } from '../api/client.ts'
import { volumeName } from '../api/input/volume.gen.ts'
import { detailOf, listOf } from '../api/query.ts'
import type { Objects } from '../api/schema.gen.ts'
import { BYTES_PER_MIB, gibToMib, mibToGib } from '../api/units.gen.ts'
import { useT } from '../i18n/provider'
import { costOf, useCurrency, useTenantPlan } from '../instance/price.ts'
import { throwShown } from '../resource/failure.ts'
import { ListPage } from '../resource/list-page'
import { diskDelta, useTenantPreflight } from '../resource/preflight.ts'
import { RadioCards } from '../ui/choice'
import { Combobox } from '../ui/combobox'
import { Banner, Skeleton } from '../ui/error-state'
import { useZodForm } from '../ui/form/form'
import { Preflight, usePreflightReason } from '../ui/form/preflight'
import { Wizard, type WizardStep } from '../ui/form/wizard'
import { z } from '../ui/form/zod.ts'
import { Input, Textarea } from '../ui/input'
import { Link } from '../ui/link'
import { NumberInput } from '../ui/number-input'
import { Select } from '../ui/select'
import { notify } from '../ui/toast'

type Tenant = Objects['openstack-tenants']
type Image = Objects['openstack-images']
type VolumeType = Objects['openstack-volume-types']
type Zone = Objects['openstack-volume-availability-zones']
type Choices = { tenant: Tenant; offeringUuid: string | null; images: Image[]; types: VolumeType[]; zones: Zone[] }
type Values = {
  source: 'empty' | 'image'
  image: string
  size: number
  type: string
  availability_zone: string
  name: string
  description: string
}
type Order = { uuid: string; state: string; resource_uuid: string | null }

const MOST = 300
const SIZE_DEFAULT_GIB = 10

/** Everything that can be chosen; undefined while any of it is read. */
function useChoices(tenantUuid: string): Choices | undefined {
  const here = { tenant_uuid: tenantUuid, page_size: MOST }
  const tenant = useQuery(detailOf('openstack-tenants', tenantUuid))
  const offerings = useQuery(
    listOf('marketplace-public-offerings', { scope_uuid: tenantUuid, type: 'OpenStack.Volume', field: ['uuid'] }),
  )
  const images = useQuery(listOf('openstack-images', { ...here, o: 'name' }))
  const types = useQuery(listOf('openstack-volume-types', here))
  const zones = useQuery(listOf('openstack-volume-availability-zones', { ...here, available: true }))
  if (!tenant.data || !offerings.data || !images.data || !types.data || !zones.data) return undefined
  return {
    tenant: tenant.data,
    offeringUuid: offerings.data.rows[0]?.uuid ?? null,
    images: images.data.rows,
    types: types.data.rows,
    zones: zones.data.rows,
  }
}

/** What an image needs at least, in GiB. */
const leastGib = (image: Image | undefined): number =>
  image ? Math.max(1, mibToGib(image.min_disk), mibToGib((image.size ?? 0) / BYTES_PER_MIB)) : 1

const link = (collection: string, uuid: string) => (uuid ? `/api/${collection}/${uuid}/` : null)

export function CreateVolume({ tenantUuid }: { tenantUuid: string }) {
  const t = useT()
  const choices = useChoices(tenantUuid)
  return (
    <ListPage title={t('volumes.create')} above={[{ label: t('volumes.title'), href: `/t/${tenantUuid}/volumes` }]}>
      {!choices ? (
        <Skeleton className="h-64" />
      ) : choices.offeringUuid ? (
        <Form choices={choices} offeringUuid={choices.offeringUuid} />
      ) : (
        <Banner tone="warn">{t('volumes.createFailed')}</Banner>
      )}
    </ListPage>
  )
}

function Form({ choices, offeringUuid }: { choices: Choices; offeringUuid: string }) {
  const { tenant, images, types, zones } = choices
  const t = useT()
  const router = useRouter()
  const attachTo = useSearchParams().get('attach') ?? ''
  const instance = useQuery({ ...detailOf('openstack-instances', attachTo), enabled: attachTo !== '' })
  const preset =
    types.find(({ name }) => name === tenant.default_volume_type_name) ?? types.find((one) => one.is_default)
  const schema = useMemo(
    () =>
      z
        .object({
          source: z.enum(['empty', 'image']),
          image: z.string(),
          size: z.int().min(1),
          type: z.string(),
          availability_zone: z.string(),
          name: volumeName,
          description: z.string().max(2000),
        })
        .superRefine(({ source, image, size }, context) => {
          if (source !== 'image') return
          if (!image) context.addIssue({ code: 'custom', path: ['image'], message: t('form.choose') })
          const least = leastGib(images.find(({ uuid }) => uuid === image))
          if (size < least)
            context.addIssue({ code: 'custom', path: ['size'], message: t('volumes.sizeHint', { least }) })
        }),
    [images, t],
  )
  const form = useZodForm<Values, Values>({
    schema,
    defaultValues: {
      source: 'empty',
      image: images.length === 1 ? images[0].uuid : '',
      size: SIZE_DEFAULT_GIB,
      type: (preset ?? types[0])?.uuid ?? '',
      availability_zone: zones.length === 1 ? zones[0].uuid : '',
      name: '',
      description: '',
    },
    onSubmit: async (values) => {
      const order = await api
        .post<Order>('marketplace-orders', {
          offering: link('marketplace-public-offerings', offeringUuid),
          project: link('projects', tenant.project_uuid),
          attributes: {
            name: values.name,
            description: values.description,
            size: gibToMib(values.size),
            image: values.source === 'image' ? link('openstack-images', values.image) : null,
            type: link('openstack-volume-types', values.type),
            availability_zone: link('openstack-volume-availability-zones', values.availability_zone),
          },
        })
        .catch(throwShown)
      if (!order) return
      if (!order.resource_uuid) {
        notify.info(t('activity.ordered', { name: values.name }))
        router.push(`/t/${tenant.uuid}/volumes`)
        return
      }
      const query = attachTo ? `?attach=${attachTo}` : ''
      router.push(`/t/${tenant.uuid}/volumes/${order.resource_uuid}/overview${query}`)
    },
  })
  const values = form.watch()
  const type = types.find(({ uuid }) => uuid === values.type)
  const image = values.source === 'image' ? images.find(({ uuid }) => uuid === values.image) : undefined
  const least = leastGib(image)
  const sizeGib = values.size ?? 0
  const rows = useTenantPreflight(tenant.uuid, diskDelta(sizeGib, type?.name ?? tenant.default_volume_type_name))
  const submitReason = usePreflightReason(rows)
  const plan = useTenantPlan(tenant.uuid)
  const currency = useCurrency()
  const typeName = type?.name ?? tenant.default_volume_type_name
  const cost = costOf(plan, { cores: 0, ramMib: 0, disks: [{ sizeMib: gibToMib(sizeGib), type: typeName }] }, currency)

  const steps: WizardStep[] = [
    {
      id: 'source',
      title: t('volumes.sourceStep'),
      fields: ['source', 'image', 'size'],
      done: values.source === 'empty' || Boolean(image),
      content: (
        <>
          <form.Field name="source" label={t('volumes.source')} group>
            {(control) => (
              <RadioCards<Values['source']>
                value={control.value}
                onChange={(source) => {
                  control.onChange(source)
                  form.clearErrors(['image', 'size'])
                }}
                columns={2}
                options={[
                  { value: 'empty', label: t('volumes.sourceEmpty'), hint: t('volumes.sourceEmptyHint') },
                  { value: 'image', label: t('volumes.sourceImage'), hint: t('volumes.sourceImageHint') },
                ]}
              />
            )}
          </form.Field>
          {values.source === 'image' && (
            <form.Field name="image" label={t('volumes.image')} required>
              {(control) => (
                <Combobox
                  value={control.value || null}
                  onChange={(uuid) => {
                    control.onChange(uuid ?? '')
                    const need = leastGib(images.find((one) => one.uuid === uuid))
                    if (sizeGib < need) form.setValue('size', need)
                  }}
                  options={images.map((one) => ({
                    value: one.uuid,
                    label: one.name,
                    aside: `≥ ${leastGib(one)} GiB`,
                  }))}
                />
              )}
            </form.Field>
          )}
          <form.Field name="size" label={t('common.size')} required hint={t('volumes.sizeHint', { least })}>
            {(control) => (
              <NumberInput {...control} value={control.value ?? null} min={least} unit="GiB" className="max-w-48" />
            )}
          </form.Field>
        </>
      ),
    },
    {
      id: 'place',
      title: t('volumes.placeStep'),
      fields: ['type', 'availability_zone'],
      done: true,
      content: (
        <div className="grid gap-4 sm:grid-cols-2">
          <form.Field name="type" label={t('common.type')}>
            {(control) => (
              <Select
                {...control}
                options={types.map((one) => ({
                  value: one.uuid,
                  label: one.uuid === preset?.uuid ? `${one.name} (${t('volumes.typeDefault')})` : one.name,
                }))}
              />
            )}
          </form.Field>
          <form.Field name="availability_zone" label={t('common.zone')} optional hint={t('volumes.zoneHint')}>
            {(control) => (
              <Select
                {...control}
                placeholder={t('volumes.zoneAny')}
                options={zones.map((one) => ({ value: one.uuid, label: one.name }))}
              />
            )}
          </form.Field>
        </div>
      ),
    },
    {
      id: 'name',
      title: t('volumes.nameStep'),
      fields: ['name'],
      content: (
        <>
          <form.Field name="name" label={t('common.name')} required>
            {(control) => <Input {...control} />}
          </form.Field>
          <form.Field name="description" label={t('common.description')} optional>
            {(control) => <Textarea {...control} rows={2} />}
          </form.Field>
        </>
      ),
    },
  ]
  return (
    <>
      {instance.data && (
        <div className="pb-4">
          <Banner>
            {t('volumes.forInstance', { instance: instance.data.name })}{' '}
            <Link href={`/t/${tenant.uuid}/instances/${attachTo}/overview`}>{instance.data.name}</Link>
          </Banner>
        </div>
      )}
      <Wizard
        form={form}
        label={t('volumes.create')}
        steps={steps}
        summary={<Preflight rows={rows} cost={cost} countable />}
        submitLabel={t('volumes.create')}
        submitReason={submitReason}
        cancelHref={`/t/${tenant.uuid}/volumes`}
      />
    </>
  )
}
