'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useT } from '../../i18n/provider'
import { Button, ButtonLink, IconButton } from '../../ui/button'
import { Switch } from '../../ui/choice'
import { Combobox, type ComboboxOption } from '../../ui/combobox'
import type { FormHandle } from '../../ui/form/form'
import { Input } from '../../ui/input'
import { Link } from '../../ui/link'
import { Select } from '../../ui/select'
import type { Choices } from './choices.ts'
import { emptyPort, subnetOf, type Values } from './values.ts'

const MOST_PORTS = 16

/** Where the instance is connected: a row for each of its network cards. */
export function NetworkFields({ form, choices }: { form: FormHandle<Values>; choices: Choices }) {
  const t = useT()
  const rows = form.watch('ports')
  const setRows = (next: Values['ports']) => form.setValue('ports', next, { shouldDirty: true, shouldTouch: true })
  const base = `/t/${choices.tenant.uuid}`
  const targets: ComboboxOption[] = [
    ...choices.subnets.map((subnet) => ({
      value: `subnet:${subnet.uuid}`,
      label: `${subnet.network_name} / ${subnet.name}`,
      hint: subnet.cidr,
      group: t('instanceNew.subnets'),
      disabledReason: subnet.state === 'OK' ? undefined : t('instanceNew.subnetNotReady'),
    })),
    ...choices.ports.map((port) => ({
      value: `port:${port.uuid}`,
      label: port.name || port.fixed_ips.map(({ ip_address }) => ip_address).join(', '),
      hint: `${port.network_name} ${port.fixed_ips.map(({ ip_address }) => ip_address).join(', ')}`,
      group: t('instanceNew.freePorts'),
    })),
  ]
  if (choices.subnets.length === 0)
    return (
      <div className="space-y-2">
        <p className="text-muted">{t('instanceNew.subnetsEmpty')}</p>
        <ButtonLink href={`${base}/networks/new`}>{t('instanceNew.createNetwork')}</ButtonLink>
      </div>
    )
  return (
    <>
      {rows.map((row, index) => {
        const subnet = subnetOf(choices, row.target)
        const isPort = row.target.startsWith('port:')
        const noRoute = subnet && !subnet.is_connected
        const inUse = rows.filter((_, at) => at !== index).map(({ floating }) => floating)
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a network card has no other identity than its place
            key={index}
            data-testid={`network-${index}`}
            className="grid grid-cols-1 gap-x-4 gap-y-3 border-b border-line pb-4 last-of-type:border-0 last-of-type:pb-0 sm:grid-cols-[1fr_1fr_auto]"
          >
            <form.Field name={`ports.${index}.target`} label={t('instanceNew.subnet')} required>
              {(control) => (
                <Combobox
                  value={control.value || null}
                  onChange={(target) => {
                    control.onChange(target ?? '')
                    form.clearErrors(`ports.${index}`)
                    if (form.getValues(`ports.${index}.address`)) void form.trigger(`ports.${index}.address`)
                  }}
                  options={targets}
                />
              )}
            </form.Field>
            {isPort ? (
              <span />
            ) : (
              <form.Field
                name={`ports.${index}.address`}
                label={t('instanceNew.address')}
                hint={t('instanceNew.addressHint')}
              >
                {(control) => <Input {...control} mono autoComplete="off" spellCheck={false} />}
              </form.Field>
            )}
            {rows.length > 1 ? (
              <IconButton
                icon={Trash2}
                label={t('instanceNew.removeNetwork', { number: index + 1 })}
                className="sm:mt-6.5"
                onClick={() => setRows(rows.filter((_, at) => at !== index))}
              />
            ) : (
              <span />
            )}
            <form.Field
              name={`ports.${index}.floating`}
              label={t('instanceNew.floating')}
              hint={
                noRoute && (
                  <>
                    {t('instanceNew.floatingNoRoute')}{' '}
                    <Link href={`${base}/routers`}>{t('instanceNew.connectRouter')}</Link>
                  </>
                )
              }
            >
              {(control) => (
                <Select
                  {...control}
                  disabled={Boolean(noRoute)}
                  options={[
                    { value: 'none', label: t('instanceNew.floatingNone') },
                    { value: 'new', label: t('instanceNew.floatingNew') },
                    ...choices.floatingIps
                      .filter(({ uuid }) => !inUse.includes(uuid))
                      .map(({ uuid, address }) => ({
                        value: uuid,
                        label: address ?? uuid,
                        group: t('instanceNew.floatingFree'),
                      })),
                  ]}
                />
              )}
            </form.Field>
            {!isPort && (
              <form.Field
                name={`ports.${index}.port_security`}
                label={t('instanceNew.portSecurity')}
                hint={row.port_security ? undefined : t('instanceNew.portSecurityHint')}
                inline
                className="sm:mt-6.5"
              >
                {(control) => <Switch checked={control.value} onChange={control.onChange} />}
              </form.Field>
            )}
          </div>
        )
      })}
      {rows.length < MOST_PORTS && (
        <Button icon={Plus} data-testid="add-network" onClick={() => setRows([...rows, emptyPort])}>
          {t('instanceNew.addNetwork')}
        </Button>
      )}
    </>
  )
}
