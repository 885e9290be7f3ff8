'use client'

import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from 'react'
import type { ShownError } from './error-state'

/** Loaded at the first question. */
const ConfirmDialog = lazy(async () => ({ default: (await import('./confirm-dialog')).ConfirmDialog }))

/** L0 nothing asked; L1 one dialog; L2 the typed name and what goes and stays; L3 also a written reason. */
export type ConfirmLevel = 'L0' | 'L1' | 'L2' | 'L3'

export type ConfirmOptions = {
  level: ConfirmLevel
  /** A question that names the object: "Stop web-01?" */
  title: string
  /** The effect, in a sentence or two. */
  effect?: ReactNode
  /** The name to type at L2 and L3. */
  name?: string
  /** What is removed, and what stays, one line each. */
  removed?: readonly ReactNode[]
  kept?: readonly ReactNode[]
  /** The verb on the button: "Stop instance". */
  confirmLabel: string
  /** Red button. On by default from L2. */
  danger?: boolean
  /** Choices of this action. Their state belongs to the caller: pass an element that owns it. */
  children?: ReactNode
  /** Does it. A refusal that is thrown as `ShownError` (or Error) stays in the dialog. */
  onConfirm: (given: { reason: string }) => unknown
}

/** Turns what a call threw into the one shape in which errors are shown. */
export function toShownError(thrown: unknown): ShownError {
  if (typeof thrown === 'object' && thrown !== null && 'shown' in thrown) return thrown.shown as ShownError
  if (thrown instanceof Error) return { message: thrown.message }
  return { message: String(thrown) }
}

const Context = createContext<((options: ConfirmOptions) => void) | null>(null)

/** Holds the confirmation that `useConfirm` asks for. The root layout has one. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<ConfirmOptions | null>(null)
  const ask = useCallback((options: ConfirmOptions) => {
    if (options.level === 'L0') void options.onConfirm({ reason: '' })
    else setAsked(options)
  }, [])
  return (
    <Context value={ask}>
      {children}
      {asked && (
        <Suspense>
          <ConfirmDialog {...asked} open onOpenChange={() => setAsked(null)} />
        </Suspense>
      )}
    </Context>
  )
}

/** `const confirm = useConfirm(); confirm({ level: 'L1', title: …, onConfirm: … })`. L0 acts at once. */
export function useConfirm(): (options: ConfirmOptions) => void {
  const ask = useContext(Context)
  if (!ask) throw new Error('useConfirm needs a ConfirmProvider above it')
  return ask
}
