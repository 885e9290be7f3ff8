'use client'

/** The fields of the tenant order, step by step (screens 5.2). */
import { DEFAULT_CIDR, type GroupRule } from '../api/input/tenant.gen.ts'
import type { MessageKey } from '../i18n/core.ts'
import { useFormat, useT } from '../i18n/provider'
import { Checkbox } from '../ui/checkbox'
import { RadioCards, Switch } from '../ui/choice'
import type { FormHandle } from '../ui/form/form'
import { Input, Textarea } from '../ui/input'
import { NumberInput } from '../ui/number-input'
import { Select } from '../ui/select'
import {
  componentLabel,
  componentUnit,
  isTypeStorage,
  type Offering,
  periodLabel,
  rangeOf,
  useCurrency,
} from './limits.ts'
import { GROUPS, type OrderValues } from './order-form.ts'

type Props = { form: FormHandle<OrderValues>; offering: Offering }

export function PlanField({ form, offering }: Props) {
  const t = useT()
  const format = useFormat()
  const currency = useCurrency()
  if (offering.plans.length === 0) return <p className="text-sm text-muted">{t('marketplace.noPlans')}</p>
  return (
    <form.Field name="plan" label={t('marketplace.plan')} required={offering.plans.length > 1} group>
      {(control) => (
        <RadioCards
          value={control.value || null}
          onChange={control.onChange}
          options={offering.plans.map((plan) => ({
            value: plan.uuid,
            label: plan.name,
            hint: [
              plan.description,
              plan.components
                .map(
                  (component) =>
                    `${componentLabel(t, component)} ${format.money(component.price, currency, 4)} / ${componentUnit(component.type)}`,
                )
                .join(', '),
            ]
              .filter(Boolean)
              .join(' '),
            aside: periodLabel(t, plan.unit),
          }))}
        />
      )}
    </form.Field>
  )
}

/** RAM and storage are asked for in GiB; in dynamic storage mode storage is one field per volume type. */
export function LimitFields({ form, offering }: Props) {
  const t = useT()
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      {offering.components.map((component) => {
        const { min, max } = rangeOf(component)
        return (
          <form.Field
            key={component.type}
            name={`limits.${component.type}`}
            label={componentLabel(t, component)}
            required={!isTypeStorage(component.type)}
            hint={max === undefined ? undefined : `${min} – ${max}`}
          >
            {(control) => <NumberInput {...control} min={min} max={max} unit={componentUnit(component.type)} />}
          </form.Field>
        )
      })}
    </div>
  )
}

export function NetworkFields({
  form,
  externalNetwork,
  zones,
}: Omit<Props, 'offering'> & { externalNetwork: string; zones: readonly string[] }) {
  const t = useT()
  const network = form.watch('network')
  return (
    <>
      <form.Field
        name="network"
        label={t('marketplace.defaultNetwork')}
        hint={t('marketplace.defaultNetworkHint')}
        inline
      >
        {({ value, onChange, name }) => <Switch name={name} checked={value} onChange={onChange} />}
      </form.Field>
      {network && (
        <>
          <form.Field name="subnet_cidr" label={t('marketplace.cidr')} hint={t('marketplace.cidrHint')} required>
            {(control) => (
              <Input {...control} mono placeholder={DEFAULT_CIDR} className="max-w-60" spellCheck={false} />
            )}
          </form.Field>
          <form.Field
            name="router"
            label={[t('marketplace.router'), externalNetwork].filter(Boolean).join(': ')}
            hint={t('marketplace.routerHint')}
            inline
          >
            {({ value, onChange, name }) => <Switch name={name} checked={value} onChange={onChange} />}
          </form.Field>
        </>
      )}
      {zones.length > 0 && (
        <form.Field name="availability_zone" label={t('marketplace.zone')}>
          {(control) => (
            <Select
              {...control}
              className="max-w-60"
              placeholder={t('marketplace.zoneAny')}
              options={zones.map((zone) => ({ value: zone, label: zone }))}
            />
          )}
        </form.Field>
      )}
    </>
  )
}

const GROUP_LABELS: Record<string, MessageKey> = {
  ssh: 'marketplace.groupSsh',
  ping: 'marketplace.groupPing',
  web: 'marketplace.groupWeb',
  rdp: 'marketplace.groupRdp',
}

const ruleText = ({ protocol, from_port, to_port }: GroupRule): string => {
  const ports = from_port === -1 ? '' : from_port === to_port ? ` ${from_port}` : ` ${from_port}–${to_port}`
  return `${protocol.toUpperCase()}${ports}`
}

export function AccessFields({ form, offering }: Props) {
  const t = useT()
  return (
    <>
      <form.Field name="security_groups" label={t('marketplace.groups')} hint={t('marketplace.groupsHint')} group>
        {({ value, onChange }) => (
          <div className="space-y-2 py-1">
            {GROUPS.map((group) => (
              <Checkbox
                key={group.name}
                data-testid={`group-${group.name}`}
                checked={value.includes(group.name)}
                onChange={(on) => onChange(on ? [...value, group.name] : value.filter((name) => name !== group.name))}
                label={t(GROUP_LABELS[group.name])}
                hint={t('marketplace.ruleFromAnywhere', { what: group.rules.map(ruleText).join(', ') })}
              />
            ))}
          </div>
        )}
      </form.Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <form.Field name="start_date" label={t('marketplace.startDate')} hint={t('marketplace.startHint')} optional>
          {(control) => <Input {...control} type="date" />}
        </form.Field>
        <form.Field name="end_date" label={t('marketplace.endDate')} hint={t('marketplace.endHint')} optional>
          {(control) => <Input {...control} type="date" />}
        </form.Field>
      </div>
      <form.Field name="request_comment" label={t('marketplace.comment')} hint={t('marketplace.commentHint')} optional>
        {(control) => <Textarea {...control} rows={2} />}
      </form.Field>
      {offering.terms_of_service && (
        <form.Field name="terms" label={t('marketplace.terms')} group required>
          {({ value, onChange }) => (
            <>
              <p className="mb-2 max-h-40 max-w-prose overflow-y-auto text-sm whitespace-pre-line">
                {offering.terms_of_service}
              </p>
              <Checkbox checked={value} onChange={onChange} label={t('marketplace.acceptTerms')} data-testid="terms" />
            </>
          )}
        </form.Field>
      )}
    </>
  )
}
