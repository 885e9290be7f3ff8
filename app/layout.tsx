import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { intlLocale } from '@/components/i18n/core'
import { requestPreferences } from '@/components/i18n/request'
import { catalogueOf } from '@/components/i18n/server'
import { UiRoot } from '@/components/ui/root'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Foyer', template: '%s' },
  description: 'A self-service portal for OpenStack.',
  icons: { icon: { url: '/favicon.svg', type: 'image/svg+xml' } },
  robots: { index: false },
}

export const viewport: Viewport = { colorScheme: 'light dark' }

/** Language, theme, clock and density come from cookies, so that the first paint is the right one. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, theme, zone, density } = await requestPreferences()
  return (
    <html lang={intlLocale(locale)} data-theme={theme} data-density={density} suppressHydrationWarning>
      <body>
        <UiRoot locale={locale} zone={zone} messages={catalogueOf(locale)}>
          {children}
        </UiRoot>
      </body>
    </html>
  )
}
