'use client'

import type { ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import { useT } from '../../i18n/provider'
import { Button } from '../button'
import { Dialog, type DialogProps } from '../dialog'
import { Form, type FormHandle } from './form'

/**
 * A form in a dialog or a side panel. Mount it while it is open; the form's `onSubmit` closes it when it has worked:
 * `useZodForm({ …, onSubmit: async (values) => { await send(values); onClose() } })`.
 */
export function ActionDialog<In extends FieldValues>({
  title,
  description,
  form,
  submitLabel,
  submitReason,
  danger,
  preflight,
  footer,
  onClose,
  size,
  as,
  children,
}: {
  title: ReactNode
  description?: ReactNode
  form: FormHandle<In>
  /** The verb: "Extend volume". */
  submitLabel: string
  /** Why it cannot be sent: a quota that does not fit. */
  submitReason?: string
  danger?: boolean
  /** Below the fields, always in sight. */
  preflight?: ReactNode
  /** Left of the buttons. */
  footer?: ReactNode
  onClose: () => void
  size?: DialogProps['size']
  as?: DialogProps['as']
  children: ReactNode
}) {
  const t = useT()
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      dirty={form.formState.isDirty && !form.formState.isSubmitSuccessful}
      busy={form.busy}
      size={size}
      as={as}
      testId="action-dialog"
      footer={
        <>
          {footer && <span className="mr-auto">{footer}</span>}
          <Button onClick={onClose} disabledReason={form.busy ? t('ui.working') : undefined}>
            {t('common.cancel')}
          </Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            busy={form.busy}
            disabledReason={submitReason}
            data-testid="submit"
            onClick={() => void form.submit()}
          >
            {submitLabel}
          </Button>
        </>
      }
    >
      <Form form={form} enterSubmits={!submitReason}>
        {children}
      </Form>
      {preflight && <div className="mt-5 border-t border-line pt-4">{preflight}</div>}
    </Dialog>
  )
}
