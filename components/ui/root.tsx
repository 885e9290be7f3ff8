'use client'

import type { ReactNode } from 'react'
import type { Locale, Messages } from '../i18n/core.ts'
import type { ClockZone } from '../i18n/format.ts'
import { I18nProvider } from '../i18n/provider'
import { ConfirmProvider } from './confirm'
import { Toaster } from './toast'
import { TooltipLayer } from './tooltip'

/** What every page needs around it: texts, confirmations, toasts, tooltips. */
export function UiRoot({
  locale,
  zone,
  messages,
  children,
}: {
  locale: Locale
  zone: ClockZone
  messages: Messages
  children: ReactNode
}) {
  return (
    <I18nProvider locale={locale} zone={zone} messages={messages}>
      <ConfirmProvider>{children}</ConfirmProvider>
      <Toaster />
      <TooltipLayer />
    </I18nProvider>
  )
}
