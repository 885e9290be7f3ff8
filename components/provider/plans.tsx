'use client'

/** The plans of an offering: their prices per component, set, added and archived. */
import { Archive, Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMe } from '../api/query.ts'
import { mayIn, scopeOfObject } from '../api/rules.ts'
import { useFormat, useT } from '../i18n/provider'
import { useCurrency } from '../instance/price.ts'
import { shownError, throwShown } from '../resource/failure.ts'
import { Badge } from '../ui/badge'
import { Button, IconButton } from '../ui/button'
import { useConfirm } from '../ui/confirm'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input } from '../ui/input'
import { Section } from '../ui/page'
import { Select } from '../ui/select'
import { cell, head } from './components'
import { COLLECTION, type Offering } from './types.ts'

type Plan = Offering['plans'][number]
const PERIODS = ['month', 'quarter', 'half_month', 'day', 'hour'] as const
type Period = (typeof PERIODS)[number]
const PRICE = /^\d{1,12}([.,]\d{1,6})?$/
const PRICE_DIGITS = 6

export function Plans({ offering }: { offering: Offering }) {
  const t = useT()
  const format = useFormat()
  const confirm = useConfirm()
  const currency = useCurrency()
  const { caller } = useMe()
  const [edited, setEdited] = useState<Plan | 'new' | null>(null)
  // A plan has its offering's rights.
  const mayEdit = mayIn('marketplace-plans', 'update_prices', scopeOfObject(COLLECTION, offering), caller)
  const archive = (plan: Plan) =>
    confirm({
      level: 'L1',
      title: t('provider.planArchiveTitle', { name: plan.name }),
      effect: t('provider.planArchiveEffect'),
      confirmLabel: t('provider.planArchive'),
      onConfirm: () =>
        api.post(`marketplace-plans/${plan.uuid}/archive`).catch((error) => {
          throw Object.assign(error as Error, { shown: shownError(error) })
        }),
    })
  return (
    <Section
      title={t('provider.plans')}
      description={t('provider.plansText')}
      testId="plans"
      actions={
        mayEdit && (
          <Button size="sm" icon={Plus} onClick={() => setEdited('new')} data-testid="add-plan">
            {t('provider.planAdd')}
          </Button>
        )
      }
    >
      {offering.plans.length === 0 ? (
        <p className="text-muted">{t('provider.plansEmpty')}</p>
      ) : (
        <div className="max-w-4xl overflow-x-auto">
          <table className="w-full border-separate border-spacing-0 text-sm" data-testid="table-plans">
            <caption className="spoken">{t('provider.plans')}</caption>
            <thead>
              <tr>
                <th scope="col" className={`${head} text-left`}>
                  {t('provider.plan')}
                </th>
                <th scope="col" className={`${head} text-left`}>
                  {t('provider.planPeriod')}
                </th>
                {offering.components.map(({ type, name, measured_unit }) => (
                  <th key={type} scope="col" className={`${head} text-right`}>
                    {measured_unit.toLowerCase() === name.toLowerCase() ? name : `${name} / ${measured_unit}`}
                  </th>
                ))}
                <th scope="col" className={head}>
                  <span className="spoken">{t('common.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {offering.plans.map((plan) => (
                <tr key={plan.uuid} data-testid={`row-${plan.uuid}`}>
                  <th scope="row" className={`${cell} text-left font-medium`}>
                    {plan.name} {plan.archived && <Badge>{t('provider.planArchived')}</Badge>}
                  </th>
                  <td className={cell}>{t(`provider.period.${plan.unit as Period}`)}</td>
                  {offering.components.map(({ type }) => (
                    <td key={type} className={`${cell} tabular text-right`}>
                      {format.money(plan.prices[type] ?? '0', currency, PRICE_DIGITS)}
                    </td>
                  ))}
                  <td className={`${cell} text-right whitespace-nowrap`}>
                    {mayEdit && !plan.archived && (
                      <>
                        <IconButton
                          icon={Pencil}
                          size="sm"
                          label={t('provider.planPrices', { name: plan.name })}
                          onClick={() => setEdited(plan)}
                          data-testid="action-edit-plan"
                        />
                        <IconButton
                          icon={Archive}
                          size="sm"
                          label={t('provider.planArchiveTitle', { name: plan.name })}
                          onClick={() => archive(plan)}
                          data-testid="action-archive-plan"
                        />
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited && (
        <PlanDialog offering={offering} plan={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Section>
  )
}

function PlanDialog({ offering, plan, onClose }: { offering: Offering; plan: Plan | null; onClose: () => void }) {
  const t = useT()
  const currency = useCurrency()
  const price = z
    .string()
    .trim()
    .regex(PRICE, { error: t('provider.priceRule') })
  const schema = z.object({
    name: z.string().trim().min(1).max(150),
    unit: z.enum(PERIODS),
    prices: z.record(z.string(), price),
  })
  type Values = z.infer<typeof schema>
  const form = useZodForm<Values, Values>({
    schema,
    defaultValues: {
      name: plan?.name ?? '',
      unit: (plan?.unit as Period | undefined) ?? 'month',
      prices: Object.fromEntries(
        offering.components.map(({ type }) => [type, String(Number(plan?.prices[type] ?? 0))]),
      ),
    },
    onSubmit: async ({ name, unit, prices: texts }) => {
      const prices = Object.fromEntries(Object.entries(texts).map(([type, text]) => [type, text.replace(',', '.')]))
      await (plan
        ? api.post(`marketplace-plans/${plan.uuid}/update_prices`, { prices })
        : api.post('marketplace-plans', { offering: offering.url, name, unit, prices })
      ).catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={plan ? t('provider.planPrices', { name: plan.name }) : t('provider.planAddTitle')}
      form={form}
      submitLabel={t(plan ? 'provider.planSetPrices' : 'provider.planAdd')}
      onClose={onClose}
    >
      {!plan && (
        <div className="grid gap-4 sm:grid-cols-2">
          <form.Field name="name" label={t('provider.name')} required>
            {(control) => <Input {...control} />}
          </form.Field>
          <form.Field name="unit" label={t('provider.planPeriod')}>
            {(control) => (
              <Select
                {...control}
                options={PERIODS.map((value) => ({ value, label: t(`provider.period.${value}`) }))}
              />
            )}
          </form.Field>
        </div>
      )}
      {offering.components.map(({ type, name, measured_unit }) => (
        <form.Field
          key={type}
          name={`prices.${type}`}
          label={t('provider.price', { name })}
          hint={`${currency} / ${measured_unit}`}
        >
          {(control) => <Input {...control} inputMode="decimal" className="tabular" />}
        </form.Field>
      ))}
    </ActionDialog>
  )
}
