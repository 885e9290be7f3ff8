'use client'

import type { ReactNode } from 'react'
import { instanceMenu } from '../instance/menu.ts'
import { type PublicObject, useObjectActions } from '../resource/actions'
import type { PowerActions } from './toolbar'

/** Cloud statuses of an instance whose machine exists and so has a screen. */
const WITH_SCREEN = new Set([
  'ACTIVE',
  'PAUSED',
  'RESCUE',
  'REBOOT',
  'HARD_REBOOT',
  'PASSWORD',
  'VERIFY_RESIZE',
  'MIGRATING',
])

/** Whether an instance has a screen, by its cloud status. */
export const hasScreen = (runtimeState: string | null | undefined): boolean => WITH_SCREEN.has(runtimeState ?? '')

const powers = ['start', 'stop', 'restart'] as const

/** The power entries of the instance's own menu, for a console's toolbar. `dialogs` must be rendered once. */
export const usePower = (instance: PublicObject | undefined): { power: PowerActions; dialogs: ReactNode } => {
  const { of, dialogs } = useObjectActions(instanceMenu)
  const entries = instance ? of(instance) : []
  const power = Object.fromEntries(
    powers.flatMap((id) => {
      const entry = entries.find((each) => each.id === id)
      return entry?.onSelect ? [[id, { run: entry.onSelect, disabledReason: entry.disabledReason }]] : []
    }),
  )
  return { power, dialogs }
}
