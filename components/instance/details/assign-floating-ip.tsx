'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listOf, useAction } from '../../api/query.ts'
import { useT } from '../../i18n/provider'
import { shownError, throwShown } from '../../resource/failure.ts'
import { useTenantPreflight } from '../../resource/preflight.ts'
import { Button } from '../../ui/button'
import { Combobox } from '../../ui/combobox'
import { ActionDialog } from '../../ui/form/action-dialog'
import { useZodForm } from '../../ui/form/form'
import { usePreflightReason } from '../../ui/form/preflight'
import { z } from '../../ui/form/zod.ts'
import { notify } from '../../ui/toast'
import type { Instance } from '../types.ts'
import { floatingOf } from './network-tab'

const schema = z.object({ port: z.string().min(1), address: z.string().min(1) })

/** Puts a free floating address on one of the instance's ports; allocates one on the way where none is free. */
export function AssignFloatingIpDialog({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const t = useT()
  const client = useQueryClient()
  const [allocating, setAllocating] = useState(false)
  const free = useQuery(
    listOf('openstack-floating-ips', { tenant_uuid: instance.tenant_uuid, free: true, page_size: 300 }),
  )
  const subnets = useQuery(listOf('openstack-subnets', { tenant_uuid: instance.tenant_uuid, page_size: 300 }))
  const attach = useAction('openstack-floating-ips', 'attach_to_port')
  const allocate = useAction('openstack-tenants', 'create_floating_ip')
  const room = useTenantPreflight(instance.tenant_uuid, { floating_ip_count: 1 })
  const noRoom = usePreflightReason(room)
  const refusalOf = (port: Instance['ports'][number]): string | undefined => {
    const address = floatingOf(instance, port)?.address
    if (address) return t('instances.assignHasOne', { address })
    const subnet = subnets.data?.rows.find(({ uuid }) => uuid === port.subnet_uuid)
    return subnet && !subnet.is_connected ? t('instances.assignNoRoute') : undefined
  }
  const fitting = instance.ports.filter((port) => !refusalOf(port))
  const form = useZodForm({
    schema,
    defaultValues: { port: fitting.length === 1 ? fitting[0].uuid : '', address: '' },
    onSubmit: async ({ port, address }) => {
      await attach.mutateAsync({ uuid: address, input: { port: `/api/openstack-ports/${port}/` } }).catch(throwShown)
      onClose()
    },
  })
  const addresses = (free.data?.rows ?? []).filter((row) => !row.port && row.state === 'OK')
  const ask = async () => {
    setAllocating(true)
    try {
      await allocate.mutateAsync({ uuid: instance.tenant_uuid, input: {} })
      notify.info(t('instances.assignAllocated'))
      await client.invalidateQueries({ queryKey: ['openstack-floating-ips', 'list'] })
    } catch (error) {
      notify.error(shownError(error))
    } finally {
      setAllocating(false)
    }
  }
  return (
    <ActionDialog
      title={t('instances.assignTitle', { name: instance.name })}
      form={form}
      submitLabel={t('instances.assign')}
      submitReason={free.data && addresses.length === 0 ? t('instances.assignNone') : undefined}
      onClose={onClose}
      footer={
        <Button
          variant="quiet"
          busy={allocating}
          disabledReason={noRoom}
          data-testid="allocate"
          onClick={() => void ask()}
        >
          {t('instances.assignAllocate')}
        </Button>
      }
    >
      <form.Field name="port" label={t('instances.assignPort')} required>
        {(control) => (
          <Combobox
            value={control.value || null}
            onChange={(port) => control.onChange(port ?? '')}
            options={instance.ports.map((port) => ({
              value: port.uuid,
              label: port.fixed_ips.map(({ ip_address }) => ip_address).join(', ') || port.mac_address,
              hint: port.subnet_name ?? undefined,
              disabledReason: refusalOf(port),
            }))}
          />
        )}
      </form.Field>
      <form.Field name="address" label={t('instances.assignAddress')} required>
        {(control) => (
          <Combobox
            value={control.value || null}
            onChange={(address) => control.onChange(address ?? '')}
            options={addresses.map(({ uuid, address }) => ({ value: uuid, label: address ?? uuid }))}
          />
        )}
      </form.Field>
    </ActionDialog>
  )
}
