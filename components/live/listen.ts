'use client'

/** For what is counted from objects and cannot be patched: who is told which types have changed. */
import { useEffect, useRef } from 'react'

type Listener = (types: ReadonlySet<string>) => void
const listeners = new Set<Listener>()

export const announceTypes = (types: ReadonlySet<string>): void => {
  for (const listener of listeners) listener(types)
}

const SOON_MS = 500

/** Calls `act` soon after an object of one of the types has changed; of a burst once every half second. */
export function useOnChange(concerns: (type: string) => boolean, act: () => void): void {
  const latest = useRef({ concerns, act })
  latest.current = { concerns, act }
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const listener: Listener = (types) => {
      if (timer || ![...types].some((type) => latest.current.concerns(type))) return
      timer = setTimeout(() => {
        timer = undefined
        latest.current.act()
      }, SOON_MS)
    }
    listeners.add(listener)
    return () => {
      clearTimeout(timer)
      listeners.delete(listener)
    }
  }, [])
}
