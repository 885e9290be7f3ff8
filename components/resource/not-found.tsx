'use client'

import { useT } from '../i18n/provider'
import { ButtonLink } from '../ui/button'
import { EmptyState } from '../ui/error-state'

/** Word for word the same for what does not exist and for what may not be seen. */
export function NotFound() {
  const t = useT()
  return <EmptyState text={t('notFound.text')} action={<ButtonLink href="/">{t('notFound.home')}</ButtonLink>} />
}
