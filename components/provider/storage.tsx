'use client'

/** The tab "Storage": whether storage is one limit or one per volume type, and which types the cloud has. */
import { useMemo, useRef } from 'react'
import { api } from '../api/client.ts'
import type { Objects } from '../api/schema.gen.ts'
import { useT } from '../i18n/provider'
import { ResourceList } from '../resource/list'
import { RadioCards, Switch } from '../ui/choice'
import { useConfirm } from '../ui/confirm'
import { Form, useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input } from '../ui/input'
import { Section } from '../ui/page'
import type { Column } from '../ui/table/types.ts'
import { throwConnection } from './failure.ts'
import { ReadCloudButton } from './network'
import { SaveButton } from './save-button'
import { useSaved } from './saved.ts'
import { attributesOf, COLLECTION, type Offering } from './types.ts'

type VolumeType = Objects['openstack-volume-types']

const schema = z.object({
  storage_mode: z.enum(['fixed', 'dynamic']),
  live_resize_of_volumes_enabled: z.boolean(),
  volume_availability_zone_name: z.string().trim().max(255),
})
type Values = z.infer<typeof schema>

const valuesOf = (offering: Offering): Values => {
  const attributes = attributesOf(offering)
  return {
    storage_mode: offering.plugin_options.storage_mode === 'dynamic' ? 'dynamic' : 'fixed',
    live_resize_of_volumes_enabled: attributes.live_resize_of_volumes_enabled ?? false,
    volume_availability_zone_name: attributes.volume_availability_zone_name ?? '',
  }
}

export function StorageTab({ offering }: { offering: Offering }) {
  const t = useT()
  const onSaved = useSaved()
  const confirm = useConfirm()
  const agreed = useRef(false)
  const form = useZodForm<Values, Values>({
    schema,
    defaultValues: valuesOf(offering),
    onSubmit: async ({ storage_mode, ...service_attributes }) => {
      if (storage_mode !== valuesOf(offering).storage_mode && !agreed.current) {
        confirm({
          level: 'L1',
          title: t('provider.storageSwitchTitle', { name: offering.name }),
          effect: t('provider.storageSwitchEffect'),
          confirmLabel: t('provider.storageSwitchConfirm'),
          onConfirm: () => {
            agreed.current = true
            void form.submit().finally(() => {
              agreed.current = false
            })
          },
        })
        return
      }
      const saved = await api
        .post<Offering>(`${COLLECTION}/${offering.uuid}/update_integration`, {
          service_attributes,
          plugin_options: { storage_mode },
        })
        .catch(throwConnection)
      form.reset(valuesOf(saved))
      onSaved(saved)
    },
  })
  const columns = useMemo<Column<VolumeType>[]>(
    () => [
      {
        id: 'name',
        header: t('common.name'),
        sortKey: 'name',
        cell: (row) => row.name,
        csv: (row) => row.name,
      },
      {
        id: 'is_default',
        header: t('provider.isDefault'),
        width: '8rem',
        cell: (row) => t(row.is_default ? 'common.yes' : 'common.no'),
        csv: (row) => row.is_default,
      },
      {
        id: 'description',
        header: t('common.description'),
        cell: (row) => row.description,
        csv: (row) => row.description,
      },
    ],
    [t],
  )
  const params = useMemo(() => ({ settings_uuid: offering.scope_uuid }), [offering.scope_uuid])
  return (
    <div className="space-y-6">
      <Form form={form} label={t('provider.tabStorage')} className="max-w-2xl space-y-4">
        <form.Field name="storage_mode" label={t('provider.storageMode')} group>
          {({ value, onChange }) => (
            <RadioCards
              value={value}
              onChange={onChange}
              columns={2}
              options={[
                { value: 'fixed', label: t('provider.storageFixed'), hint: t('provider.storageFixedHint') },
                { value: 'dynamic', label: t('provider.storageDynamic'), hint: t('provider.storageDynamicHint') },
              ]}
            />
          )}
        </form.Field>
        <form.Field name="live_resize_of_volumes_enabled" label={t('provider.liveResize')} inline>
          {({ value, onChange }) => <Switch checked={value} onChange={onChange} />}
        </form.Field>
        <form.Field
          name="volume_availability_zone_name"
          label={t('provider.volumeZone')}
          optional
          hint={t('provider.volumeZoneHint')}
        >
          {(control) => <Input {...control} />}
        </form.Field>
        <SaveButton form={form} offering={offering} action="update_integration" />
      </Form>
      <Section title={t('provider.volumeTypes')} actions={<ReadCloudButton offering={offering} />}>
        <ResourceList<VolumeType>
          id="volume-types"
          collection="openstack-volume-types"
          label={t('provider.volumeTypes')}
          columns={columns}
          fields={['description', 'is_default']}
          params={params}
          search={false}
          embedded
          empty={{ text: t('provider.volumeTypesEmpty') }}
        />
      </Section>
    </div>
  )
}
