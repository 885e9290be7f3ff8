'use client'

import type { FieldValues } from 'react-hook-form'
import { useMe } from '../api/query.ts'
import { type ActionOf, disabledReason } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { Button } from '../ui/button'
import type { FormHandle } from '../ui/form/form'
import { COLLECTION, type Offering } from './types.ts'

/** Saves a tab; absent for those who may only read it. */
export function SaveButton<In extends FieldValues>({
  form,
  offering,
  action,
  refusal,
}: {
  form: FormHandle<In>
  offering: Offering
  /** What saving does. */
  action: ActionOf<typeof COLLECTION>
  /** Why these values cannot be saved now. */
  refusal?: string
}) {
  const t = useT()
  const { caller } = useMe()
  if (disabledReason(COLLECTION, action, offering, caller) === 'absent') return null
  return (
    <Button
      variant="primary"
      busy={form.busy}
      disabledReason={refusal}
      onClick={() => void form.submit()}
      data-testid="submit"
    >
      {t('common.saveChanges')}
    </Button>
  )
}
