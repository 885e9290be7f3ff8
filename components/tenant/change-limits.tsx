'use client'

/** Ordering other limits for a tenant: used, now, new, and what it changes in the price (screens 5.5). */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { detailOf, useAction } from '../api/query.ts'
import type { Objects } from '../api/schema.gen.ts'
import type { Translate } from '../i18n/core.ts'
import { useFormat, useT } from '../i18n/provider'
import {
  type Component,
  componentLabel,
  componentUnit,
  limitsOf,
  monthlyPrice,
  type Offering,
  quotaOf,
  rangeOf,
  toUnit,
  useCurrency,
} from '../marketplace/limits.ts'
import type { ActionDialogProps, PublicObject } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input } from '../ui/input'
import { NumberInput } from '../ui/number-input'
import { notify } from '../ui/toast'
import type { Tenant } from './types.ts'

type Resource = Objects['marketplace-resources']
/** Quota and how much more of it somebody needs, in the quota's own unit. */
export type Ask = { quota: string; amount: number }

export function ChangeLimitsDialog({ object, onClose, ask }: ActionDialogProps & { ask?: Ask }) {
  const tenant = useQuery(detailOf('openstack-tenants', object.uuid))
  const resourceUuid = tenant.data?.marketplace_resource_uuid ?? ''
  const offeringUuid = tenant.data?.marketplace_offering_uuid ?? ''
  const resource = useQuery({ ...detailOf('marketplace-resources', resourceUuid), enabled: resourceUuid !== '' })
  const offering = useQuery({
    ...detailOf('marketplace-public-offerings', offeringUuid),
    enabled: offeringUuid !== '',
  })
  if (!tenant.data || !resource.data || !offering.data) return null
  return (
    <LimitsForm
      object={object}
      tenant={tenant.data}
      resource={resource.data}
      offering={offering.data}
      ask={ask}
      onClose={onClose}
    />
  )
}

type Part = { component: Component; used: number; now: number }

/** What each component limits, used and now, in the form's unit. */
const partsOf = (offering: Offering, resource: Resource, tenant: Tenant): Part[] =>
  offering.components.map((component) => ({
    component,
    used: Math.ceil(toUnit(component, tenant.quotas.find(({ name }) => name === quotaOf(component.type))?.usage ?? 0)),
    now: toUnit(component, resource.limits[component.type] ?? 0),
  }))

const schemaOf = (t: Translate, parts: readonly Part[]) =>
  z.object({
    limits: z.object(
      Object.fromEntries(
        parts.map(({ component, used }) => {
          const { min, max } = rangeOf(component)
          const rule = z
            .int({ error: t('marketplace.wholeNumber') })
            .min(min)
            .min(used, { error: t('tenants.limitsBelow', { used: `${used} ${componentUnit(component.type)}` }) })
          return [component.type, max === undefined ? rule : rule.max(max)]
        }),
      ),
    ),
    comment: z.string().max(255),
  })

function LimitsForm({
  object,
  tenant,
  resource,
  offering,
  ask,
  onClose,
}: {
  object: PublicObject
  tenant: Tenant
  resource: Resource
  offering: Offering
  ask?: Ask
  onClose: () => void
}) {
  const t = useT()
  const format = useFormat()
  const currency = useCurrency()
  const update = useAction('marketplace-resources', 'update_limits')
  const parts = useMemo(() => partsOf(offering, resource, tenant), [offering, resource, tenant])
  const schema = useMemo(() => schemaOf(t, parts), [t, parts])
  const wanted = ({ component, now }: Part) => {
    if (ask?.quota !== quotaOf(component.type)) return now
    const missing = Math.ceil(toUnit(component, ask.amount))
    const { max } = rangeOf(component)
    return Math.min(now + missing, max ?? Number.POSITIVE_INFINITY)
  }
  type Values = { limits: Record<string, number | null>; comment: string }
  const form = useZodForm<Values, Values>({
    schema: schema as never,
    defaultValues: {
      limits: Object.fromEntries(parts.map((part) => [part.component.type, wanted(part)])),
      comment: '',
    } as never,
    onSubmit: async ({ limits, comment }) => {
      await update
        .mutateAsync({
          uuid: resource.uuid,
          input: { limits: limitsOf(offering.components, limits), request_comment: comment },
        })
        .catch(throwShown)
      notify.success(t('tenants.limitsOrdered', { name: String(object.name) }))
      onClose()
    },
  })
  const values = form.watch('limits')
  const plan = offering.plans.find(({ uuid }) => uuid === resource.plan_uuid)
  const before = monthlyPrice(
    plan,
    offering.components,
    Object.fromEntries(parts.map(({ component, now }) => [component.type, now])),
  )
  const after = monthlyPrice(plan, offering.components, values)
  const same = parts.every(({ component, now }) => values[component.type] === now)
  const amount = (value: number, type: string) => `${format.integer(value)} ${componentUnit(type)}`
  return (
    <ActionDialog
      title={t('tenants.limitsTitle', { name: String(object.name) })}
      description={t('tenants.limitsText')}
      form={form}
      submitLabel={t('tenants.limitsSubmit')}
      submitReason={same ? t('tenants.limitsSame') : undefined}
      onClose={onClose}
      footer={
        before !== null &&
        after !== null && (
          <span className="tabular text-sm" data-testid="limits-price">
            {t('common.perMonth', { amount: format.money(after, currency) })}{' '}
            <span className="text-muted">
              ({after >= before ? '+' : ''}
              {format.money(after - before, currency)})
            </span>
          </span>
        )
      }
    >
      {parts.map(({ component, used, now }) => (
        <form.Field
          key={component.type}
          name={`limits.${component.type}`}
          label={componentLabel(t, component)}
          hint={`${t('tenants.limitsNow', { limit: amount(now, component.type) })}, ${t('tenants.limitsUsed', { used: amount(used, component.type) })}`}
        >
          {(control) => (
            <NumberInput
              {...control}
              min={Math.max(used, rangeOf(component).min)}
              max={rangeOf(component).max}
              unit={componentUnit(component.type)}
            />
          )}
        </form.Field>
      ))}
      <form.Field name="comment" label={t('tenants.limitsComment')} optional>
        {(control) => <Input {...control} />}
      </form.Field>
    </ActionDialog>
  )
}
