'use client'

/** Creating the subnet of a network, and changing one. */
import { useMemo } from 'react'
import { api } from '../api/client.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { shownError } from '../resource/failure.ts'
import { useTenantPreflight } from '../resource/preflight.ts'
import { Skeleton } from '../ui/error-state'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { Preflight, usePreflightReason } from '../ui/form/preflight'
import { freeCidr, useSurroundings } from './create'
import { SubnetFields } from './subnet-fields'
import {
  checkSubnet,
  type Neighbour,
  readDns,
  readPools,
  readRoutes,
  SUBNET_FIELDS,
  type SubnetValues,
  startSubnet,
  subnetInput,
  subnetSchema,
  writePools,
  writeRoutes,
} from './subnet-values.ts'
import type { Subnet } from './types.ts'

/** A refusal's fields under the names that our form has. */
const throwOnFields = (error: unknown): never => {
  const shown = shownError(error)
  const fields = shown.fields
    ? Object.fromEntries(Object.entries(shown.fields).map(([name, words]) => [SUBNET_FIELDS[name] ?? name, words]))
    : undefined
  throw Object.assign(new Error(shown.message), { shown: { ...shown, ...(fields && { fields }) } })
}

/** Of a network (the object). */
export function CreateSubnetDialog({ object, onClose }: ActionDialogProps) {
  const around = useSurroundings(object.tenant_uuid)
  return around ? <CreateForm network={object} onClose={onClose} {...around} /> : <Skeleton className="hidden" />
}

type Around = NonNullable<ReturnType<typeof useSurroundings>>

function CreateForm({
  network,
  onClose,
  neighbours,
  routers,
}: Around & { network: ActionDialogProps['object']; onClose: () => void }) {
  const t = useT()
  const schema = useMemo(
    () => subnetSchema.superRefine((values, context) => checkSubnet(values, context, t, neighbours)),
    [t, neighbours],
  )
  const out = routers.find(({ has_external_gateway }) => has_external_gateway) ?? routers[0]
  const form = useZodForm<SubnetValues, SubnetValues>({
    schema,
    defaultValues: startSubnet({ subnet_name: network.name, cidr: freeCidr(neighbours), router: out?.uuid ?? '' }),
    onSubmit: async (values) => {
      await api.post(`openstack-networks/${network.uuid}/create_subnet`, subnetInput(values)).catch(throwOnFields)
      onClose()
    },
  })
  const values = form.watch()
  const quota = useTenantPreflight(network.tenant_uuid, {
    subnet_count: 1,
    port_count: values.router && values.gateway !== 'none' ? 1 : 0,
  })
  const submitReason = usePreflightReason(quota)
  return (
    <ActionDialog
      title={t('subnets.createTitle', { name: network.name })}
      form={form}
      submitLabel={t('subnets.create')}
      submitReason={submitReason}
      preflight={<Preflight rows={quota} />}
      size="lg"
      onClose={onClose}
    >
      <SubnetFields form={form} routers={routers} />
    </ActionDialog>
  )
}

/** Of a subnet. What the cloud never changes is shown and stays. */
export function EditSubnetDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const subnet = object as unknown as Subnet
  const schema = useMemo(
    () => subnetSchema.superRefine((values, context) => checkSubnet(values, context, t, [] satisfies Neighbour[])),
    [t],
  )
  const form = useZodForm<SubnetValues, SubnetValues>({
    schema,
    defaultValues: startSubnet({
      subnet_name: subnet.name,
      cidr: subnet.cidr,
      enable_dhcp: subnet.enable_dhcp,
      gateway: subnet.disable_gateway ? 'none' : subnet.gateway_ip ? 'own' : 'auto',
      gateway_ip: subnet.gateway_ip ?? '',
      pools: writePools(subnet.allocation_pools),
      dns: subnet.dns_nameservers.join(', '),
      routes: writeRoutes(subnet.host_routes),
    }),
    onSubmit: async (values) => {
      const input = {
        name: values.subnet_name.trim(),
        disable_gateway: values.gateway === 'none',
        gateway_ip: values.gateway === 'own' ? values.gateway_ip.trim() : null,
        allocation_pools: readPools(values.pools),
        dns_nameservers: readDns(values.dns),
        host_routes: readRoutes(values.routes),
      }
      await api.patch(`openstack-subnets/${subnet.uuid}`, input).catch(throwOnFields)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('subnets.editTitle', { name: subnet.name })}
      form={form}
      submitLabel={t('common.save')}
      size="lg"
      onClose={onClose}
    >
      <SubnetFields form={form} fixed />
    </ActionDialog>
  )
}
