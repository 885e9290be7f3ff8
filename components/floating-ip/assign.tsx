'use client'

/** Putting an address on a port of an instance. Ports that it cannot reach say why, and where that is mended. */
import { useQuery } from '@tanstack/react-query'
import { listOf, useAction } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { RadioCards } from '../ui/choice'
import { Combobox } from '../ui/combobox'
import { Skeleton } from '../ui/error-state'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Link } from '../ui/link'
import { type Obstacle, obstacleTo } from './reach.ts'
import { addressOf } from './types.ts'

const schema = z.object({ instance: z.string(), port: z.string().min(1) })
const MOST = 300

export function AssignDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const here = { tenant_uuid: object.tenant_uuid as string, page_size: MOST }
  const instances = useQuery(
    listOf('openstack-instances', { ...here, o: 'name', field: ['uuid', 'name', 'backend_id', 'internal_ips'] }),
  )
  const ports = useQuery(
    listOf('openstack-ports', {
      ...here,
      field: ['uuid', 'name', 'state', 'fixed_ips', 'floating_ips', 'network_uuid', 'network_name', 'device_id'],
    }),
  )
  const routers = useQuery(
    listOf('openstack-routers', {
      ...here,
      field: ['uuid', 'name', 'fixed_ips', 'has_external_gateway', 'external_network_id'],
    }),
  )
  const attach = useAction('openstack-floating-ips', 'attach_to_port')
  const form = useZodForm({
    schema,
    defaultValues: { instance: '', port: '' },
    onSubmit: async ({ port }) => {
      await attach
        .mutateAsync({ uuid: object.uuid, input: { port: `/api/openstack-ports/${port}/` } })
        .catch(throwShown)
      onClose()
    },
  })
  const chosen = instances.data?.rows.find(({ uuid }) => uuid === form.watch('instance'))
  const judged = (ports.data?.rows ?? []).map((port) => ({
    port,
    obstacle: obstacleTo(port, routers.data?.rows ?? [], object.backend_network_id),
  }))
  const ofInstance = (backendId: string | null) =>
    judged.filter(({ port }) => backendId && port.device_id === backendId)
  const own = ofInstance(chosen?.backend_id ?? null)
  const blocked = own.flatMap(({ obstacle }) => (obstacle ? [obstacle] : []))
  const words = (obstacle: Obstacle) =>
    t(`floatingIps.obstacle.${obstacle.code}`, { router: 'routerName' in obstacle ? obstacle.routerName : '' })
  const isRead = instances.data && ports.data && routers.data
  return (
    <ActionDialog
      title={t('floatingIps.assignTitle', { address: addressOf(object as never) })}
      form={form}
      submitLabel={t('floatingIps.assign')}
      onClose={onClose}
    >
      {!isRead ? (
        <Skeleton className="h-24" />
      ) : (
        <>
          <form.Field name="instance" label={t('instances.one')} required>
            {(control) => (
              <Combobox
                value={control.value || null}
                onChange={(uuid) => {
                  control.onChange(uuid ?? '')
                  const backendId = instances.data?.rows.find((one) => one.uuid === uuid)?.backend_id ?? null
                  const reachable = ofInstance(backendId).filter(({ obstacle }) => !obstacle)
                  form.setValue('port', reachable.length === 1 ? reachable[0].port.uuid : '')
                }}
                options={(instances.data?.rows ?? []).map(({ uuid, name, internal_ips }) => ({
                  value: uuid,
                  label: name,
                  hint: internal_ips.join(', '),
                }))}
              />
            )}
          </form.Field>
          {chosen && (
            <form.Field name="port" label={t('floatingIps.port')} required group>
              {(control) => (
                <RadioCards
                  value={control.value || null}
                  onChange={control.onChange}
                  options={own.map(({ port, obstacle }) => ({
                    value: port.uuid,
                    label: port.fixed_ips.map(({ ip_address }) => ip_address).join(', ') || port.name,
                    hint: port.network_name,
                    disabledReason: obstacle && words(obstacle),
                  }))}
                />
              )}
            </form.Field>
          )}
          {chosen && own.length === 0 && <p className="text-sm text-muted">{t('floatingIps.noPort')}</p>}
          {blocked.map((obstacle) => (
            <Fix key={obstacle.code} obstacle={obstacle} tenantUuid={object.tenant_uuid} />
          ))}
        </>
      )}
    </ActionDialog>
  )
}

function Fix({ obstacle, tenantUuid }: { obstacle: Obstacle; tenantUuid: string }) {
  const t = useT()
  if ('networkUuid' in obstacle)
    return (
      <p className="text-sm">
        <Link href={`/t/${tenantUuid}/networks/${obstacle.networkUuid}/subnets`}>{t('floatingIps.fixRouter')}</Link>
      </p>
    )
  if (!('routerUuid' in obstacle)) return null
  return (
    <p className="text-sm">
      <Link href={`/t/${tenantUuid}/routers/${obstacle.routerUuid}/overview`}>
        {t('floatingIps.fixGateway', { router: obstacle.routerName })}
      </Link>
    </p>
  )
}
