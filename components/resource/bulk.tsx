'use client'

/** The same action on many rows: who is eligible, who is not and why, then one request per row with its result. */
import type { LucideIcon } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react'
import type { ActionOf, Collection } from '../api/rules.ts'
import type { BulkAction } from '../ui/table/types.ts'
import type { PublicObject } from './actions'

export type Asked<R> = { action: string; label: string; rows: readonly R[]; clear: () => void }

/** Loaded at the first bulk action. */
const BulkDialog = lazy(async () => ({ default: (await import('./bulk-dialog')).BulkDialog }))

/** `run({action, label})` makes a bulk action for a list; `run.dialog` must be rendered once. */
export function useBulkRun<C extends Collection>(collection: C) {
  const [asked, setAsked] = useState<Asked<PublicObject> | null>(null)
  const run = useCallback(
    <R extends PublicObject>(what: {
      action: ActionOf<C>
      label: string
      icon?: LucideIcon
      danger?: boolean
    }): BulkAction<R> => ({
      id: what.action,
      label: what.label,
      icon: what.icon,
      danger: what.danger,
      onSelect: (selection, clear) => setAsked({ action: what.action, label: what.label, rows: selection.rows, clear }),
    }),
    [],
  )
  const dialog: ReactNode = asked && (
    <Suspense>
      <BulkDialog collection={collection} asked={asked} onClose={() => setAsked(null)} />
    </Suspense>
  )
  return Object.assign(run, { dialog })
}
