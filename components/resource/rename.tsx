'use client'

/** Name and description of an object: the same form for all types whose `update` takes the two. */
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { detailOf } from '../api/query.ts'
import type { Collection } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'
import { Input, Textarea } from '../ui/input'
import type { ActionDialogProps, PublicObject } from './actions'
import { throwShown } from './failure.ts'

const DESCRIPTION_MOST = 2000
export const nameRule = z.string().trim().min(1).max(150)
export const descriptionRule = z.string().max(DESCRIPTION_MOST)

type Props = ActionDialogProps & { collection: Collection; title: string; nameRule?: z.ZodType<string, string> }

/** Reads the object first when the list did not ask for its description. */
export function RenameDialog(props: Props) {
  const { object, collection } = props
  const detail = useQuery({ ...detailOf(collection, object.uuid), enabled: object.description === undefined })
  const known = object.description === undefined ? (detail.data as PublicObject | undefined) : object
  return known ? <RenameForm {...props} object={known} /> : null
}

function RenameForm({ object, onClose, collection, title, nameRule: rule = nameRule }: Props) {
  const t = useT()
  const form = useZodForm({
    schema: z.object({ name: rule, description: descriptionRule }),
    defaultValues: { name: object.name as string, description: object.description as string },
    onSubmit: async (input) => {
      await api.patch(`${collection}/${object.uuid}`, input).catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog title={title} form={form} submitLabel={t('common.save')} onClose={onClose}>
      <form.Field name="name" label={t('common.name')} required>
        {(control) => <Input {...control} />}
      </form.Field>
      <form.Field name="description" label={t('common.description')}>
        {(control) => <Textarea {...control} rows={3} />}
      </form.Field>
    </ActionDialog>
  )
}
