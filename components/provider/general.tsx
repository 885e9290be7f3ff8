'use client'

/** Name and texts of an offering, as the catalogue shows them. */
import { api } from '../api/client.ts'
import { useT } from '../i18n/provider'
import { throwShown } from '../resource/failure.ts'
import { Form, useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input, Textarea } from '../ui/input'
import { SaveButton } from './save-button'
import { useSaved } from './saved.ts'
import { COLLECTION, type Offering } from './types.ts'

const LINKS = ['documentation_url', 'helpdesk_url', 'privacy_policy_link'] as const
const LABELS = {
  documentation_url: 'provider.documentation',
  helpdesk_url: 'provider.helpdesk',
  privacy_policy_link: 'provider.privacy',
} as const

export function GeneralTab({ offering }: { offering: Offering }) {
  const t = useT()
  const onSaved = useSaved()
  const link = z
    .string()
    .trim()
    .max(200)
    .refine((text) => text === '' || (/^https?:/i.test(text) && URL.canParse(text)), { error: t('form.url') })
  const schema = z.object({
    name: z.string().trim().min(1).max(150),
    description: z.string().max(4096),
    full_description: z.string().max(100_000),
    terms_of_service: z.string().max(100_000),
    documentation_url: link,
    helpdesk_url: link,
    privacy_policy_link: link,
  })
  type Values = z.infer<typeof schema>
  const valuesOf = (from: Offering): Values => ({
    name: from.name,
    description: from.description,
    full_description: from.full_description,
    terms_of_service: from.terms_of_service,
    documentation_url: from.documentation_url,
    helpdesk_url: from.helpdesk_url,
    privacy_policy_link: from.privacy_policy_link,
  })
  const form = useZodForm<Values, Values>({
    schema,
    defaultValues: valuesOf(offering),
    onSubmit: async (input) => {
      const saved = await api.post<Offering>(`${COLLECTION}/${offering.uuid}/update_overview`, input).catch(throwShown)
      form.reset(valuesOf(saved))
      onSaved(saved)
    },
  })
  return (
    <Form form={form} label={t('provider.tabGeneral')} className="max-w-2xl space-y-4">
      <form.Field name="name" label={t('provider.name')} required>
        {(control) => <Input {...control} />}
      </form.Field>
      <form.Field name="description" label={t('provider.description')} optional>
        {(control) => <Input {...control} />}
      </form.Field>
      <form.Field name="full_description" label={t('provider.fullDescription')} optional>
        {(control) => <Textarea {...control} rows={6} />}
      </form.Field>
      <form.Field name="terms_of_service" label={t('provider.terms')} optional>
        {(control) => <Textarea {...control} rows={4} />}
      </form.Field>
      {LINKS.map((name) => (
        <form.Field key={name} name={name} label={t(LABELS[name])} optional>
          {(control) => <Input {...control} mono inputMode="url" />}
        </form.Field>
      ))}
      <SaveButton form={form} offering={offering} action="update_overview" />
    </Form>
  )
}
