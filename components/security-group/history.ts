'use client'

/** The rows being edited, with what was before and after: undo and redo. */
import { useCallback, useMemo, useReducer } from 'react'
import type { Draft } from './draft.ts'

type Rows = readonly Draft[]
type History = { past: readonly Rows[]; rows: Rows; future: readonly Rows[]; mark: string }
type Act =
  | { kind: 'set'; rows: Rows; mark: string }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'reset'; rows: Rows }

const MOST = 100

export const reduce = (state: History, act: Act): History => {
  if (act.kind === 'reset') return { past: [], rows: act.rows, future: [], mark: '' }
  if (act.kind === 'set') {
    // Typing on in one field is one step.
    const goesOn = act.mark !== '' && act.mark === state.mark
    const past = goesOn ? state.past : [...state.past, state.rows].slice(-MOST)
    return { past, rows: act.rows, future: [], mark: act.mark }
  }
  if (act.kind === 'undo') {
    const rows = state.past.at(-1)
    return rows ? { past: state.past.slice(0, -1), rows, future: [state.rows, ...state.future], mark: '' } : state
  }
  const [rows, ...future] = state.future
  return rows ? { past: [...state.past, state.rows], rows, future, mark: '' } : state
}

export const startOf = (rows: Rows): History => ({ past: [], rows, future: [], mark: '' })

/** `set(rows, mark)`: changes with the same mark, one after another, are undone together. */
export function useHistory(initial: Rows) {
  const [state, dispatch] = useReducer(reduce, initial, startOf)
  const set = useCallback((rows: Rows, mark = '') => dispatch({ kind: 'set', rows, mark }), [])
  const undo = useCallback(() => dispatch({ kind: 'undo' }), [])
  const redo = useCallback(() => dispatch({ kind: 'redo' }), [])
  const reset = useCallback((rows: Rows) => dispatch({ kind: 'reset', rows }), [])
  return useMemo(
    () => ({
      rows: state.rows,
      canUndo: state.past.length > 0,
      canRedo: state.future.length > 0,
      set,
      undo,
      redo,
      reset,
    }),
    [state, set, undo, redo, reset],
  )
}
