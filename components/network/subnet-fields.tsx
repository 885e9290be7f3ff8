'use client'

/** The fields of a subnet: of its own form, and of a network's first subnet. */
import type { FieldValues } from 'react-hook-form'
import type { Objects } from '../api/schema.gen.ts'
import { useT } from '../i18n/provider'
import { Button } from '../ui/button'
import { RadioCards, Switch } from '../ui/choice'
import type { FormHandle } from '../ui/form/form'
import { Input, Textarea } from '../ui/input'
import { Select } from '../ui/select'
import { firstHost, hasHostBits, hostCount, parseCidr } from './cidr.ts'
import type { SubnetValues } from './subnet-values.ts'

type Router = Pick<Objects['openstack-routers'], 'uuid' | 'name' | 'has_external_gateway'>

export function SubnetFields<In extends FieldValues & SubnetValues>({
  form: given,
  routers,
  fixed,
  nameOptional,
}: {
  form: FormHandle<In>
  /** undefined leaves the choice out. */
  routers?: readonly Router[]
  /** Of a subnet that exists: CIDR and DHCP stay what they are. */
  fixed?: boolean
  /** Left empty it is called as its network is. */
  nameOptional?: boolean
}) {
  const t = useT()
  const form = given as unknown as FormHandle<SubnetValues>
  const values = form.watch()
  const cidr = parseCidr(values.cidr ?? '')
  const meant = cidr && hasHostBits(cidr) ? cidr.network : undefined
  return (
    <>
      <form.Field name="subnet_name" label={t('subnets.name')} required={!nameOptional} optional={nameOptional}>
        {(control) => <Input {...control} />}
      </form.Field>
      <form.Field
        name="cidr"
        label={t('subnets.cidrLabel')}
        required={!fixed}
        hint={
          fixed
            ? t('subnets.cidrFixed')
            : cidr && !meant
              ? t('subnets.cidrSize', { count: hostCount(cidr), gateway: firstHost(cidr) })
              : t('subnets.cidrHint')
        }
      >
        {(control) => (
          <div className="flex flex-wrap items-center gap-2">
            <Input {...control} mono readOnly={fixed} placeholder="192.168.42.0/24" className="max-w-72" />
            {meant && (
              <Button
                size="sm"
                data-testid="fix-cidr"
                onClick={() => form.setValue('cidr', meant, { shouldValidate: true, shouldDirty: true })}
              >
                {t('subnets.useCidr', { cidr: meant })}
              </Button>
            )}
          </div>
        )}
      </form.Field>
      <form.Field name="gateway" label={t('subnets.gateway')} group>
        {(control) => (
          <RadioCards<SubnetValues['gateway']>
            columns={3}
            value={control.value}
            onChange={control.onChange}
            options={[
              { value: 'auto', label: t('subnets.gatewayAuto') },
              { value: 'own', label: t('subnets.gatewayOwn') },
              { value: 'none', label: t('common.none'), hint: t('subnets.gatewayNone') },
            ]}
          />
        )}
      </form.Field>
      {values.gateway === 'own' && (
        <form.Field name="gateway_ip" label={t('subnets.gatewayIp')} required>
          {(control) => <Input {...control} mono placeholder={cidr && firstHost(cidr)} className="max-w-72" />}
        </form.Field>
      )}
      {routers && values.gateway !== 'none' && (
        <form.Field name="router" label={t('subnets.router')} hint={t('subnets.routerHint')}>
          {(control) => (
            <Select
              {...control}
              placeholder={t('subnets.noRouter')}
              options={routers.map((router) => ({
                value: router.uuid,
                label: router.has_external_gateway ? t('subnets.routerOut', { name: router.name }) : router.name,
              }))}
            />
          )}
        </form.Field>
      )}
      {!fixed && (
        <form.Field name="enable_dhcp" label={t('subnets.dhcp')} hint={t('subnets.dhcpHint')} inline>
          {(control) => <Switch checked={control.value} onChange={control.onChange} />}
        </form.Field>
      )}
      <form.Field name="dns" label={t('subnets.dns')} optional hint={t('subnets.dnsHint')}>
        {(control) => <Input {...control} mono placeholder="192.0.2.53, 192.0.2.54" />}
      </form.Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <form.Field name="pools" label={t('subnets.pools')} optional hint={t('subnets.poolsHint')}>
          {(control) => <Textarea {...control} mono rows={2} placeholder="192.168.42.10 - 192.168.42.99" />}
        </form.Field>
        <form.Field name="routes" label={t('subnets.routes')} optional hint={t('subnets.routesHint')}>
          {(control) => <Textarea {...control} mono rows={2} placeholder="10.1.0.0/16 via 192.168.42.2" />}
        </form.Field>
      </div>
    </>
  )
}
