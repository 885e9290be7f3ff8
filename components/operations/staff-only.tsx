'use client'

import type { ReactNode } from 'react'
import { useMe } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { ForbiddenState, Skeleton } from '../ui/error-state'

/** Pages of the platform: staff and support read them. The API shows others nothing either way. */
export function StaffOnly({ children }: { children: ReactNode }) {
  const t = useT()
  const { caller } = useMe()
  if (!caller) return <Skeleton className="h-40" />
  if (!caller.isStaff && !caller.isSupport) return <ForbiddenState needs={t('admin.staff')} who={t('admin.staffWho')} />
  return children
}
