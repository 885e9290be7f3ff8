'use client'

/** The tab "Components and plans": the bounds of what an order asks for, and what it costs. */
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMe } from '../api/query.ts'
import { disabledReason } from '../api/rules.ts'
import { useFormat, useT } from '../i18n/provider'
import { throwShown } from '../resource/failure.ts'
import { IconButton } from '../ui/button'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input } from '../ui/input'
import { NumberInput } from '../ui/number-input'
import { Section } from '../ui/page'
import { Plans } from './plans'
import { COLLECTION, type Offering } from './types.ts'

type Component = Offering['components'][number]

/** The API counts memory and disk in MiB (`unit_factor` to the unit that people read). */
const shown = (component: Component, value: number | null) => (value === null ? null : value / component.unit_factor)
const stored = (component: Component, value: number | null) =>
  value === null ? null : Math.round(value * component.unit_factor)

export const cell = 'border-b border-line px-2 py-1.5'
export const head = 'border-b border-line bg-surface px-2 py-1.5 text-xs font-normal text-muted'

export function ComponentsTab({ offering }: { offering: Offering }) {
  const t = useT()
  const format = useFormat()
  const { caller } = useMe()
  const [edited, setEdited] = useState<Component | null>(null)
  const mayEdit = disabledReason(COLLECTION, 'update_offering_component', offering, caller) !== 'absent'
  const bound = (component: Component, value: number | null) => {
    const number = shown(component, value)
    return number === null ? '–' : format.integer(number)
  }
  return (
    <>
      <Section title={t('provider.components')} description={t('provider.componentsText')}>
        <div className="max-w-3xl overflow-x-auto">
          <table className="w-full border-separate border-spacing-0 text-sm" data-testid="table-components">
            <caption className="spoken">{t('provider.components')}</caption>
            <thead>
              <tr>
                <th scope="col" className={`${head} text-left`}>
                  {t('provider.component')}
                </th>
                <th scope="col" className={`${head} text-left`}>
                  {t('provider.unit')}
                </th>
                {(['least', 'most', 'standard'] as const).map((name) => (
                  <th key={name} scope="col" className={`${head} text-right`}>
                    {t(`provider.${name}`)}
                  </th>
                ))}
                <th scope="col" className={`${head} text-left`}>
                  {t('provider.articleCode')}
                </th>
                {mayEdit && (
                  <th scope="col" className={head}>
                    <span className="spoken">{t('common.actions')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {offering.components.map((component) => (
                <tr key={component.uuid} data-testid={`row-${component.type}`}>
                  <th scope="row" className={`${cell} text-left font-medium`}>
                    {component.name}
                  </th>
                  <td className={cell}>{component.measured_unit}</td>
                  <td className={`${cell} tabular text-right`}>{bound(component, component.min_value)}</td>
                  <td className={`${cell} tabular text-right`}>{bound(component, component.max_value)}</td>
                  <td className={`${cell} tabular text-right`}>{bound(component, component.default_limit)}</td>
                  <td className={cell}>{component.article_code}</td>
                  {mayEdit && (
                    <td className={`${cell} text-right`}>
                      <IconButton
                        icon={Pencil}
                        size="sm"
                        label={t('provider.componentEdit', { name: component.name })}
                        onClick={() => setEdited(component)}
                        data-testid="action-edit-component"
                      />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <Plans offering={offering} />
      {edited && <BoundsDialog offering={offering} component={edited} onClose={() => setEdited(null)} />}
    </>
  )
}

function BoundsDialog({
  offering,
  component,
  onClose,
}: {
  offering: Offering
  component: Component
  onClose: () => void
}) {
  const t = useT()
  const whole = z.number().min(0).nullable()
  const schema = z
    .object({ min_value: whole, max_value: whole, default_limit: whole, article_code: z.string().max(30) })
    .refine(({ min_value, max_value }) => min_value === null || max_value === null || min_value <= max_value, {
      path: ['max_value'],
      error: t('provider.mostTooSmall'),
    })
  type Values = z.infer<typeof schema>
  const form = useZodForm<Values, Values>({
    schema,
    defaultValues: {
      min_value: shown(component, component.min_value),
      max_value: shown(component, component.max_value),
      default_limit: shown(component, component.default_limit),
      article_code: component.article_code,
    },
    onSubmit: async ({ min_value, max_value, default_limit, article_code }) => {
      await api
        .post(`${COLLECTION}/${offering.uuid}/update_offering_component`, {
          uuid: component.uuid,
          min_value: stored(component, min_value),
          max_value: stored(component, max_value),
          default_limit: stored(component, default_limit),
          article_code,
        })
        .catch(throwShown)
      onClose()
    },
  })
  const fields = [
    ['min_value', 'provider.least'],
    ['max_value', 'provider.most'],
    ['default_limit', 'provider.standard'],
  ] as const
  return (
    <ActionDialog
      title={t('provider.componentEdit', { name: component.name })}
      form={form}
      submitLabel={t('common.save')}
      onClose={onClose}
    >
      {fields.map(([name, label]) => (
        <form.Field key={name} name={name} label={t(label)} optional>
          {(control) => <NumberInput {...control} min={0} unit={component.measured_unit} />}
        </form.Field>
      ))}
      <form.Field name="article_code" label={t('provider.articleCode')} optional>
        {(control) => <Input {...control} />}
      </form.Field>
    </ActionDialog>
  )
}
