'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { type Me, meQuery } from '../api/query.ts'
import {
  type Density,
  type preferenceCookies,
  readPreferences,
  type Theme,
  writePreference,
} from '../i18n/preferences.ts'
import { useLocale, useT } from '../i18n/provider'
import { shownError } from '../resource/failure.ts'
import { Field } from '../ui/field'
import { Section } from '../ui/page'
import { Select } from '../ui/select'
import { applyTheme } from '../ui/theme-toggle'
import { notify } from '../ui/toast'

type Choices = ReturnType<typeof readPreferences>

const fromCookies = (): Choices => {
  const cookies = new Map(document.cookie.split('; ').map((pair) => pair.split('=') as [string, string]))
  return readPreferences((name) => {
    const value = cookies.get(name)
    return value && decodeURIComponent(value)
  }, navigator.language)
}

/** Language, theme, clock and density: applied at once, kept in this browser and with the account. */
export function Display({ me }: { me: Me }) {
  const t = useT()
  const locale = useLocale()
  const router = useRouter()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<Choices | null>(null)
  useEffect(() => setChosen(fromCookies()), [])

  const choose = async (name: keyof typeof preferenceCookies, value: string) => {
    setChosen((before) => before && ({ ...before, [name]: value } as Choices))
    if (name === 'theme') applyTheme(value as Theme)
    else writePreference(name, value)
    if (name === 'density') document.documentElement.dataset.density = value
    if (name === 'locale' || name === 'zone') router.refresh()
    const display = { ...((me.preferences as { display?: object })?.display ?? {}), [name]: value }
    const preferences = { ...(me.preferences as object), display }
    const input = name === 'locale' ? { preferences, preferred_language: value } : { preferences }
    try {
      await api.patch(`users/${me.uuid}`, input)
      client.setQueryData(meQuery.queryKey, (before) => before && { ...before, ...input })
    } catch (error) {
      notify.error(shownError(error))
    }
  }
  return (
    <Section title={t('account.display')} description={t('account.displayText')} testId="profile-display">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name="language" label={t('account.language')}>
          <Select
            value={locale === 'de' ? 'de' : 'en'}
            onChange={(value) => void choose('locale', value)}
            options={[
              { value: 'en', label: 'English' },
              { value: 'de', label: 'Deutsch' },
            ]}
          />
        </Field>
        <Field name="theme" label={t('account.theme')}>
          <Select
            value={chosen?.theme ?? 'system'}
            onChange={(value: Theme) => void choose('theme', value)}
            options={[
              { value: 'system', label: t('ui.themeSystem') },
              { value: 'light', label: t('ui.themeLight') },
              { value: 'dark', label: t('ui.themeDark') },
            ]}
          />
        </Field>
        <Field name="times" label={t('account.times')}>
          <Select
            value={chosen?.zone ?? 'local'}
            onChange={(value) => void choose('zone', value)}
            options={[
              { value: 'local', label: t('account.timesLocal') },
              { value: 'utc', label: t('account.timesUtc') },
            ]}
          />
        </Field>
        <Field name="density" label={t('account.density')}>
          <Select
            value={chosen?.density ?? 'comfortable'}
            onChange={(value: Density) => void choose('density', value)}
            options={[
              { value: 'comfortable', label: t('account.densityComfortable') },
              { value: 'compact', label: t('account.densityCompact') },
            ]}
          />
        </Field>
      </div>
    </Section>
  )
}
