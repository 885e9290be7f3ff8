'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { listOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { throwShown } from '../resource/failure.ts'
import { useTenantPreflight } from '../resource/preflight.ts'
import { descriptionRule } from '../resource/rename'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { Preflight, usePreflightReason } from '../ui/form/preflight'
import { z } from '../ui/form/zod.ts'
import { Textarea } from '../ui/input'
import { NumberInput } from '../ui/number-input'
import { Select } from '../ui/select'
import { notify } from '../ui/toast'

const MOST = 10
const schema = z.object({ router: z.string(), count: z.int().min(1).max(MOST), description: descriptionRule })
type Values = z.infer<typeof schema>

export function AllocateDialog({ tenantUuid, onClose }: { tenantUuid: string; onClose: () => void }) {
  const t = useT()
  const routers = useQuery(
    listOf('openstack-routers', {
      tenant_uuid: tenantUuid,
      page_size: 300,
      field: ['uuid', 'name', 'has_external_gateway', 'external_network_id', 'external_network_name'],
    }),
  )
  // One router per pool: the API takes the address from the network that a router leads to.
  const pools = (routers.data?.rows ?? []).filter(
    (router, index, all) =>
      router.has_external_gateway &&
      all.findIndex((one) => one.external_network_id === router.external_network_id) === index,
  )
  const form = useZodForm<Values, Values>({
    schema,
    defaultValues: { router: '', count: 1, description: '' },
    onSubmit: async ({ router, count, description }) => {
      const input = { description, ...(router && { router: `/api/openstack-routers/${router}/` }) }
      // One after another: each is judged against the quota that the one before has left.
      for (let made = 0; made < count; made++) {
        await api.post(`openstack-tenants/${tenantUuid}/create_floating_ip`, input).catch((error) => {
          if (made > 0) notify.info(t('floatingIps.allocatedSome', { made, count }))
          throwShown(error)
        })
      }
      notify.success(t('floatingIps.allocated', { count }))
      onClose()
    },
  })
  const count = form.watch('count')
  const quota = useTenantPreflight(tenantUuid, { floating_ip_count: count || 1 })
  const submitReason = usePreflightReason(quota)
  return (
    <ActionDialog
      title={t('floatingIps.allocateTitle')}
      description={t('floatingIps.allocateText')}
      form={form}
      submitLabel={t('floatingIps.allocate')}
      submitReason={submitReason}
      preflight={<Preflight rows={quota} countable />}
      onClose={onClose}
    >
      {pools.length > 1 && (
        <form.Field name="router" label={t('floatingIps.pool')}>
          {(control) => (
            <Select
              {...control}
              placeholder={t('floatingIps.poolDefault')}
              options={pools.map((router) => ({
                value: router.uuid,
                label: router.external_network_name || router.external_network_id,
              }))}
            />
          )}
        </form.Field>
      )}
      <form.Field name="count" label={t('floatingIps.count')} required>
        {(control) => (
          <NumberInput {...control} value={control.value ?? null} min={1} max={MOST} className="max-w-40" />
        )}
      </form.Field>
      <form.Field name="description" label={t('common.description')} optional>
        {(control) => <Textarea {...control} rows={2} />}
      </form.Field>
    </ActionDialog>
  )
}
