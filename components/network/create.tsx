'use client'

/** A network, its first subnet and the way out, in one form (screens 10.2, 10.3). */
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { api } from '../api/client.ts'
import { MTU_LEAST, MTU_MOST } from '../api/input/network.gen.ts'
import { listOf } from '../api/query.ts'
import type { Objects } from '../api/schema.gen.ts'
import { useT } from '../i18n/provider'
import { throwShown } from '../resource/failure.ts'
import { ListPage } from '../resource/list-page'
import { useTenantPreflight } from '../resource/preflight.ts'
import { descriptionRule, nameRule } from '../resource/rename'
import { Switch } from '../ui/choice'
import { Skeleton } from '../ui/error-state'
import { useZodForm } from '../ui/form/form'
import { Preflight, usePreflightReason } from '../ui/form/preflight'
import { Wizard, type WizardStep } from '../ui/form/wizard'
import { z } from '../ui/form/zod.ts'
import { Input, Textarea } from '../ui/input'
import { NumberInput } from '../ui/number-input'
import { keepSubnet } from './pending-subnet'
import { SubnetFields } from './subnet-fields'
import { checkSubnet, type Neighbour, startSubnet, subnetInput, subnetSchema } from './subnet-values.ts'
import { type Network, networkHref } from './types.ts'

type Router = Objects['openstack-routers']

const ROUTER_FIELDS = ['uuid', 'name', 'has_external_gateway', 'state'] as const

/** The tenant's subnets as neighbours of a new one, and its routers; undefined while they are read. */
export function useSurroundings(tenantUuid: string) {
  const here = { tenant_uuid: tenantUuid, page_size: 300 }
  const subnets = useQuery(listOf('openstack-subnets', { ...here, field: ['uuid', 'cidr', 'network_name', 'network'] }))
  const routers = useQuery(listOf('openstack-routers', { ...here, o: 'created', field: [...ROUTER_FIELDS] }))
  if (!subnets.data || !routers.data) return undefined
  return {
    neighbours: subnets.data.rows.map(({ cidr, network_name }): Neighbour => ({ cidr, name: network_name })),
    routers: routers.data.rows,
  }
}

export function CreateNetwork({ tenantUuid }: { tenantUuid: string }) {
  const t = useT()
  const around = useSurroundings(tenantUuid)
  return (
    <ListPage title={t('networks.create')} above={[{ label: t('networks.title'), href: `/t/${tenantUuid}/networks` }]}>
      {around ? <CreateForm tenantUuid={tenantUuid} {...around} /> : <Skeleton className="h-64" />}
    </ListPage>
  )
}

/** The next free network of the usual kind: 192.168.42.0/24, 192.168.43.0/24, … */
export const freeCidr = (neighbours: readonly Neighbour[]): string => {
  const taken = new Set(neighbours.map(({ cidr }) => cidr.split('.').slice(0, 3).join('.')))
  for (let third = 42; third < 255; third++) if (!taken.has(`192.168.${third}`)) return `192.168.${third}.0/24`
  return ''
}

function CreateForm({
  tenantUuid,
  neighbours,
  routers,
}: {
  tenantUuid: string
  neighbours: readonly Neighbour[]
  routers: readonly Pick<Router, 'uuid' | 'name' | 'has_external_gateway'>[]
}) {
  const t = useT()
  const page = useRouter()
  const schema = useMemo(
    () =>
      subnetSchema
        .extend({
          name: nameRule,
          description: descriptionRule,
          mtu: z.int().min(MTU_LEAST).max(MTU_MOST).nullable(),
          port_security_enabled: z.boolean(),
          with_subnet: z.boolean(),
        })
        .superRefine((values, context) => {
          if (values.with_subnet)
            checkSubnet({ ...values, subnet_name: values.subnet_name || values.name }, context, t, neighbours)
        }),
    [t, neighbours],
  )
  const out = routers.find(({ has_external_gateway }) => has_external_gateway) ?? routers[0]
  const form = useZodForm<z.input<typeof schema>, z.output<typeof schema>>({
    schema,
    defaultValues: {
      ...startSubnet({ cidr: freeCidr(neighbours), router: out?.uuid ?? '' }),
      name: '',
      description: '',
      mtu: null,
      port_security_enabled: true,
      with_subnet: true,
    },
    onSubmit: async ({ name, description, mtu, port_security_enabled, with_subnet, ...subnet }) => {
      const made = await api
        .post<Network>(`openstack-tenants/${tenantUuid}/create_network`, {
          name,
          description,
          mtu,
          port_security_enabled,
        })
        .catch(throwShown)
      if (!made) return
      if (with_subnet) keepSubnet(made.uuid, subnetInput({ ...subnet, subnet_name: subnet.subnet_name || name }))
      page.push(networkHref({ uuid: made.uuid, tenant_uuid: tenantUuid }, with_subnet ? 'subnets' : 'overview'))
    },
  })
  const values = form.watch()
  const connects = values.with_subnet && values.gateway !== 'none' && values.router !== ''
  const quota = useTenantPreflight(tenantUuid, {
    network_count: 1,
    subnet_count: values.with_subnet ? 1 : 0,
    port_count: connects ? 1 : 0,
  })
  const submitReason = usePreflightReason(quota)
  const steps: WizardStep[] = [
    {
      id: 'network',
      title: t('networks.one'),
      fields: ['name'],
      content: (
        <>
          <form.Field name="name" label={t('common.name')} required>
            {(control) => <Input {...control} />}
          </form.Field>
          <form.Field name="description" label={t('common.description')} optional>
            {(control) => <Textarea {...control} rows={2} />}
          </form.Field>
          <form.Field name="mtu" label={t('networks.mtu')} optional hint={t('networks.mtuHint')}>
            {(control) => (
              <NumberInput {...control} value={control.value} min={MTU_LEAST} max={MTU_MOST} className="max-w-48" />
            )}
          </form.Field>
          <form.Field
            name="port_security_enabled"
            label={t('networks.portSecurity')}
            hint={t('networks.portSecurityHint')}
            inline
          >
            {(control) => <Switch checked={control.value} onChange={control.onChange} />}
          </form.Field>
        </>
      ),
    },
    {
      id: 'subnet',
      title: t('networks.firstSubnet'),
      description: t('networks.firstSubnetText'),
      fields: ['cidr'],
      done: !values.with_subnet || values.cidr !== '',
      content: (
        <>
          <form.Field name="with_subnet" label={t('networks.withSubnet')} inline>
            {(control) => <Switch checked={control.value} onChange={control.onChange} />}
          </form.Field>
          {values.with_subnet && <SubnetFields form={form} routers={routers} nameOptional />}
        </>
      ),
    },
  ]
  return (
    <Wizard
      form={form}
      label={t('networks.create')}
      steps={steps}
      summary={<Preflight rows={quota} />}
      submitLabel={t('networks.create')}
      submitReason={submitReason}
      cancelHref={`/t/${tenantUuid}/networks`}
    />
  )
}
