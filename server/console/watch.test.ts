import { expect, test } from 'vitest'
import type { EndReason } from './reasons.ts'
import { consoleWatch, type Watched } from './watch.ts'

const identity = (userUuid: string) => ({ userUuid, sessionId: 's', userName: userUuid })
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('all open consoles are judged by one call, and each hears its own reason', async () => {
  const calls: Watched[][] = []
  const watch = consoleWatch({
    everyMs: 5,
    check: async (watched) => {
      calls.push(watched)
      return watched.map(({ identity }) => (identity.userUuid === 'gone' ? 'signed_out' : null))
    },
  })
  const ends: string[] = []
  const stops = ['here', 'gone'].map((user) => watch(identity(user), 'vm', (reason) => ends.push(`${user} ${reason}`)))
  await pause(2)
  expect(calls[0]).toHaveLength(2)
  expect(ends).toContain('gone signed_out')
  expect(ends.join()).not.toContain('here')
  for (const stop of stops) stop()
  await pause(20)
  const quiet = calls.length
  await pause(20)
  expect(calls.length).toBe(quiet)
})

test('a check that fails ends nothing and is tried again', async () => {
  let calls = 0
  const errors: unknown[] = []
  const watch = consoleWatch({
    everyMs: 5,
    check: async () => {
      if (++calls === 1) throw new Error('database away')
      return ['permission_lost']
    },
    onError: (error) => errors.push(error),
  })
  const reason = await new Promise<EndReason>((resolve) => watch(identity('a'), 'vm', resolve))
  expect(reason).toBe('permission_lost')
  expect(errors).toHaveLength(1)
})
