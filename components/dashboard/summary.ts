'use client'

/** Counts of objects by type and state, read again when one of them changes. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../api/client.ts'
import type { Objects } from '../api/schema.gen.ts'
import { useOnChange } from '../live/listen.ts'
import { resourceState, showState } from '../ui/state.ts'

export type SummaryRow = Objects['foyer-summaries']
export type Scope = { project_uuid?: string; tenant_uuid?: string }

/** Counts of one scope; a query, so that its failure stays its own. */
export function useSummary(scope: Scope) {
  const query = useQuery({
    queryKey: ['foyer-summaries', 'counts', scope],
    queryFn: ({ signal }) => api.get<SummaryRow[]>('foyer-summaries', { params: scope, signal }),
  })
  useOnChange(
    (type) => type.startsWith('openstack-'),
    () => void query.refetch({ cancelRefetch: false }),
  )
  return query
}

/** Objects of one type in one state, as a badge shows them, and the filter that lists them. */
export type Part = { name: string; count: number; state: string; runtimeState: string; params: Record<string, string> }
export type TypeSummary = { type: string; total: number; parts: Part[] }

/** States that look alike are counted together; what failed stands first. */
export const partsOf = (rows: readonly SummaryRow[], type: string): TypeSummary => {
  const parts = new Map<string, Part>()
  let total = 0
  for (const row of rows.filter((one) => one.type === type)) {
    total += row.count
    const shown = resourceState(row.state, row.runtime_state)
    const part = parts.get(shown.name)
    if (part) part.count += row.count
    else
      parts.set(shown.name, {
        name: shown.name,
        count: row.count,
        state: row.state,
        runtimeState: row.runtime_state,
        params: row.state === 'OK' && row.runtime_state ? { runtime_state: row.runtime_state } : { state: row.state },
      })
  }
  const rank = { bad: 0, warn: 1, busy: 2, ok: 3, off: 4 }
  return {
    type,
    total,
    parts: [...parts.values()].sort((a, b) => rank[showState(a.name).tone] - rank[showState(b.name).tone]),
  }
}

export const useParts = (rows: readonly SummaryRow[] | undefined, types: readonly string[]) =>
  useMemo(() => rows && types.map((type) => partsOf(rows, type)), [rows, types])
