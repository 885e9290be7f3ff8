'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ConsoleApi } from './api'
import { ConsoleRefusal } from './connection'

const FOLLOW_EVERY_MS = 5000

/**
 * Reads an instance's console log, and again every 5 s while `following`. A read that fails keeps the old text.
 * @param lines undefined reads all
 */
export const useConsoleLog = (api: ConsoleApi, instanceUuid: string, lines: number | undefined, following: boolean) => {
  const [text, setText] = useState<string | null>(null)
  const [error, setError] = useState<ConsoleRefusal | null>(null)
  const [loading, setLoading] = useState(false)
  const running = useRef<AbortController>(null)

  const refresh = useCallback(async () => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setLoading(true)
    try {
      const read = await api.readLog(instanceUuid, lines, controller.signal)
      if (controller.signal.aborted) return
      setText(read)
      setError(null)
    } catch (thrown) {
      if (controller.signal.aborted) return
      setError(thrown instanceof ConsoleRefusal ? thrown : new ConsoleRefusal(0))
    }
    setLoading(false)
  }, [api, instanceUuid, lines])

  useEffect(() => {
    void refresh()
    return () => running.current?.abort()
  }, [refresh])
  useEffect(() => {
    if (!following) return
    const timer = setInterval(() => {
      if (!document.hidden) void refresh()
    }, FOLLOW_EVERY_MS)
    return () => clearInterval(timer)
  }, [following, refresh])

  return { text, error, loading, refresh }
}
