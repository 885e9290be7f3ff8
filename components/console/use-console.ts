'use client'

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { ConsoleApi } from './api'
import { type Modifier, modifiers } from './chords'
import { type ConnectionState, consoleConnection } from './connection'
import type { KeyEvent } from './keymaps'
import { readQuality, readScale, writeQuality, writeScale } from './settings'
import { connectVnc, type View, type VncScreen } from './vnc'

const firstState: ConnectionState = { phase: 'connecting', attempt: 0 }

/** A console of one instance: its connection, its screen once it stands, and how it is shown. */
export function useVncConsole({
  instanceUuid,
  running,
  api,
  label,
  describedBy,
}: {
  instanceUuid: string
  running: boolean
  api: ConsoleApi
  label: string
  describedBy: string
}) {
  const host = useRef<HTMLDivElement>(null)
  const [screen, setScreen] = useState<VncScreen | null>(null)
  const [captured, setCaptured] = useState(false)
  const [held, setHeld] = useState<ReadonlySet<Modifier>>(new Set())
  const [view, setViewState] = useState<View>({ scale: 'fit', quality: 'auto', viewOnly: false })
  // What callbacks of the connection need of the newest render.
  const latest = useRef({ view, api, label, describedBy })
  latest.current = { view, api, label, describedBy }

  const [connection] = useState(() =>
    consoleConnection({
      issue: () => latest.current.api.issueTicket(instanceUuid, 'novnc'),
      describe: (ticket) => latest.current.api.describeTicket(ticket),
      connect: (ticket, events) =>
        connectVnc({
          ticket,
          host: host.current!,
          label: latest.current.label,
          describedBy: latest.current.describedBy,
          view: () => latest.current.view,
          events,
          onScreen: (next) => {
            setScreen(next)
            setHeld(new Set())
          },
          onCapture: setCaptured,
        }),
    }),
  )
  const state = useSyncExternalStore(connection.subscribe, connection.getState, () => firstState)

  useEffect(() => {
    const remembered = { scale: readScale(), quality: readQuality(), viewOnly: false }
    latest.current.view = remembered
    setViewState(remembered)
    void connection.open()
    return connection.dispose
  }, [connection])
  useEffect(() => connection.setRunning(running), [connection, running])

  const setView = useCallback(
    (change: Partial<View>) => {
      const next = { ...latest.current.view, ...change }
      latest.current.view = next
      setViewState(next)
      screen?.apply(next)
      if (change.scale) writeScale(change.scale)
      if (change.quality) writeQuality(change.quality)
    },
    [screen],
  )
  const send = useCallback((events: KeyEvent[]) => screen?.send(events), [screen])
  const toggleHeld = useCallback(
    (modifier: Modifier) => {
      const down = !held.has(modifier)
      screen?.send([{ ...modifiers[modifier], down }])
      const next = new Set(held)
      if (down) next.add(modifier)
      else next.delete(modifier)
      setHeld(next)
    },
    [screen, held],
  )

  return { host, connection, state, screen, captured, view, setView, send, held, toggleHeld }
}
export type VncConsoleState = ReturnType<typeof useVncConsole>

/** Chromium's Keyboard Lock; other browsers have none. */
const keyboard = () => (navigator as { keyboard?: { lock?: () => Promise<void>; unlock?: () => void } }).keyboard

/**
 * Full screen of the whole document, the console laid over it: so menus and dialogs, which live beside the console,
 * stay visible. The keyboard is locked where the browser can (Chromium): then Alt+Tab and Esc reach the guest.
 */
export function useFullScreen(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(false)
  useEffect(() => {
    const follow = () => {
      if (!document.fullscreenElement) setOn(false)
    }
    document.addEventListener('fullscreenchange', follow)
    return () => document.removeEventListener('fullscreenchange', follow)
  }, [])
  const set = useCallback((next: boolean) => {
    setOn(next)
    if (next) {
      // Refused (an iframe, a policy): the console still fills the window.
      document.documentElement
        .requestFullscreen?.()
        .then(() => keyboard()?.lock?.())
        .catch(() => {})
    } else {
      keyboard()?.unlock?.()
      if (document.fullscreenElement) void document.exitFullscreen()
    }
  }, [])
  return [on, set]
}
