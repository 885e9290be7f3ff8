'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { detailOf, listOf, useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { type Quota, useTenantPreflight } from '../resource/preflight.ts'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { Preflight, usePreflightReason } from '../ui/form/preflight'
import { z } from '../ui/form/zod.ts'
import { FlavorTable, useFlavorReason } from './flavors'

const schema = z.object({ flavor: z.string().min(1) })

export function ChangeFlavorDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const tenantUuid = object.tenant_uuid as string
  const own = { cores: object.cores as number, ram: object.ram as number }
  const tenant = useQuery(detailOf('openstack-tenants', tenantUuid))
  const quotas = tenant.data?.quotas as Quota[] | undefined
  const list = useQuery(listOf('openstack-flavors', { tenant_uuid: tenantUuid, page_size: 300, o: 'ram' }))
  const flavors = useMemo(
    () => (list.data?.rows ?? []).filter(({ name }) => name !== object.flavor_name),
    [list.data, object.flavor_name],
  )
  const change = useAction('openstack-instances', 'change_flavor')
  const form = useZodForm({
    schema,
    defaultValues: { flavor: '' },
    onSubmit: async ({ flavor }) => {
      await change
        .mutateAsync({ uuid: object.uuid, input: { flavor: `/api/openstack-flavors/${flavor}/` } })
        .catch(throwShown)
      onClose()
    },
  })
  const chosen = flavors.find(({ uuid }) => uuid === form.watch('flavor'))
  const rows = useTenantPreflight(tenantUuid, {
    vcpu: chosen ? chosen.cores - own.cores : 0,
    ram: chosen ? chosen.ram - own.ram : 0,
  })
  const reasonOf = useFlavorReason(quotas)
  const submitReason = usePreflightReason(rows)
  return (
    <ActionDialog
      title={t('instances.changeFlavorTitle', { name: object.name })}
      description={t('instances.changeFlavorEffect', { flavor: String(object.flavor_name) })}
      form={form}
      submitLabel={t('instances.changeFlavor')}
      submitReason={submitReason}
      preflight={chosen && <Preflight rows={rows} />}
      onClose={onClose}
      size="lg"
    >
      <form.Field name="flavor" label={t('instances.flavor')} required group>
        {(control) => (
          <FlavorTable
            flavors={flavors}
            value={control.value || null}
            onChange={control.onChange}
            reason={(flavor) => reasonOf(flavor, own)}
          />
        )}
      </form.Field>
    </ActionDialog>
  )
}
