'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type Theme, writePreference } from '../i18n/preferences.ts'
import { useT } from '../i18n/provider'
import { IconButton } from './button'
import { Menu } from './menu'

const icons = { light: Sun, dark: Moon, system: Monitor }

/** Applies a theme at once and keeps it. The server writes the same attribute at the next request: nothing flashes. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
  writePreference('theme', theme)
}

/** Light, dark, or the system's. */
export function ThemeToggle({ onChange }: { onChange?: (theme: Theme) => void }) {
  const t = useT()
  const [theme, setTheme] = useState<Theme>('system')
  useEffect(() => setTheme((document.documentElement.dataset.theme as Theme) ?? 'system'), [])
  const names = { light: t('ui.themeLight'), dark: t('ui.themeDark'), system: t('ui.themeSystem') }
  return (
    <Menu
      label={t('ui.theme')}
      groups={[
        {
          items: (['light', 'dark', 'system'] as const).map((each) => ({
            id: `theme-${each}`,
            label: names[each],
            icon: icons[each],
            checked: theme === each,
            onSelect: () => {
              setTheme(each)
              applyTheme(each)
              onChange?.(each)
            },
          })),
        },
      ]}
      trigger={<IconButton icon={icons[theme]} label={`${t('ui.theme')}: ${names[theme]}`} />}
    />
  )
}
