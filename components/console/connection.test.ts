import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  type ChannelEvents,
  type ConnectionState,
  ConsoleRefusal,
  consoleConnection,
  RETRY_DELAYS_SECONDS,
} from './connection'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A portal whose answers the test writes: `issue` and `connect` do what the current entry says. */
const portal = () => {
  const script = {
    issue: async () => ({ ticket: 'T' }) as { ticket: string },
    reason: null as string | null,
    connect: 'ready' as 'ready' | 'refused',
  }
  const channels: ChannelEvents[] = []
  const said: object[] = []
  let closed = 0
  const connection = consoleConnection({
    issue: () => script.issue(),
    describe: async () => ({ reason: script.reason }),
    connect: async (_ticket, events) => {
      channels.push(events)
      queueMicrotask(() =>
        script.connect === 'ready' ? events.onReady() : events.onClose({ code: 1006, reason: '', opened: false }),
      )
      return { close: () => void closed++, say: (word) => void said.push(word) }
    },
  })
  const seen: ConnectionState[] = []
  connection.subscribe(() => void seen.push(connection.getState()))
  const settle = () => vi.advanceTimersByTimeAsync(0)
  return { connection, script, channels, said, seen, settle, closed: () => closed }
}
const lost = { code: 1006, reason: '', opened: true }

test('a console that is lost counts down and comes back by itself', async () => {
  const { connection, channels, settle } = portal()
  void connection.open()
  await settle()
  expect(connection.getState()).toEqual({ phase: 'connected' })
  channels[0].onClose(lost)
  expect(connection.getState()).toEqual({ phase: 'waiting', attempt: 1, secondsLeft: 1, cause: 'network' })
  await vi.advanceTimersByTimeAsync(1000)
  expect(connection.getState()).toEqual({ phase: 'connected' })
  expect(channels).toHaveLength(2)
})

test('it tries eight times, each later than the one before, and then waits for the user with the cause', async () => {
  const { connection, script, seen, settle } = portal()
  script.issue = async () => {
    throw new ConsoleRefusal(502, 'service_down', 'The console service does not answer.')
  }
  void connection.open()
  await settle()
  const total = RETRY_DELAYS_SECONDS.reduce<number>((sum, seconds) => sum + seconds, 0)
  await vi.advanceTimersByTimeAsync(total * 1000)
  const waits = seen.filter((state) => state.phase === 'waiting')
  const firsts = waits.filter((state, i) => i === 0 || waits[i - 1].attempt !== state.attempt)
  expect(firsts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(firsts.map(({ secondsLeft }) => secondsLeft)).toEqual([...RETRY_DELAYS_SECONDS])
  expect(connection.getState()).toEqual({
    phase: 'disconnected',
    cause: 'service_down',
    detail: 'The console service does not answer.',
  })
})

test('a console that comes and goes at once is not tried for ever', async () => {
  const { connection, channels, settle } = portal()
  void connection.open()
  await settle()
  for (let i = 0; i < 8; i++) {
    channels.at(-1)!.onClose(lost)
    await vi.advanceTimersByTimeAsync(RETRY_DELAYS_SECONDS[i] * 1000)
  }
  channels.at(-1)!.onClose(lost)
  expect(connection.getState()).toEqual({ phase: 'disconnected', cause: 'network', detail: undefined })
})

test('a console that stood for a while begins at the first delay again', async () => {
  const { connection, channels, settle } = portal()
  void connection.open()
  await settle()
  for (let i = 0; i < 2; i++) {
    await vi.advanceTimersByTimeAsync(10_000)
    channels.at(-1)!.onClose(lost)
    expect(connection.getState()).toMatchObject({ attempt: 1, secondsLeft: 1 })
  }
})

test('"Now" does not wait and keeps the count', async () => {
  const { connection, script, channels, settle } = portal()
  script.connect = 'refused'
  void connection.open()
  await settle()
  await vi.advanceTimersByTimeAsync(2000)
  expect(connection.getState()).toMatchObject({ phase: 'waiting', attempt: 3, secondsLeft: 2 })
  void connection.now()
  await settle()
  expect(channels).toHaveLength(4)
  expect(connection.getState()).toMatchObject({ phase: 'waiting', attempt: 4, secondsLeft: 3 })
})

test('a refused connection gives the reason of its ticket', async () => {
  const { connection, script, settle } = portal()
  script.connect = 'refused'
  script.reason = 'no_permission'
  void connection.open()
  await settle()
  expect(connection.getState()).toEqual({ phase: 'disconnected', cause: 'no_permission' })
})

test.each([
  [4002, 'signed_out'],
  [4003, 'no_permission'],
  [4004, 'instance_stopped'],
  [4006, 'idle'],
] as const)('the close code %i is not tried again: %s', async (code, cause) => {
  const { connection, channels, settle } = portal()
  void connection.open()
  await settle()
  channels[0].onClose({ code, reason: '', opened: true })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(connection.getState()).toEqual({ phase: 'disconnected', cause })
  expect(channels).toHaveLength(1)
})

test.each([1001, 1011, 4005])('the close code %i is tried again', async (code) => {
  const { connection, channels, settle } = portal()
  void connection.open()
  await settle()
  channels[0].onClose({ code, reason: '', opened: true })
  await vi.advanceTimersByTimeAsync(1000)
  expect(connection.getState()).toEqual({ phase: 'connected' })
})

test('a screen taken over names the taker and waits for Take back', async () => {
  const { connection, channels, settle } = portal()
  void connection.open()
  await settle()
  channels[0].onWord({ type: 'end', reason: 'taken_over', by: 'Bob' })
  channels[0].onClose({ code: 4001, reason: 'Taken over by Bob', opened: true })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(connection.getState()).toEqual({ phase: 'taken_over', by: 'Bob' })
  void connection.open()
  await settle()
  expect(connection.getState()).toEqual({ phase: 'connected' })
})

test('a console that ended with its instance comes back when the instance runs', async () => {
  const { connection, channels, settle } = portal()
  void connection.open()
  await settle()
  connection.setRunning(false)
  channels[0].onClose({ code: 4004, reason: '', opened: true })
  await settle()
  connection.setRunning(true)
  await settle()
  expect(connection.getState()).toEqual({ phase: 'connected' })
})

test('the idle warning shows and goes, and "stay" reaches the relay', async () => {
  const { connection, channels, said, settle } = portal()
  void connection.open()
  await settle()
  channels[0].onWord({ type: 'idle', seconds_left: 60 })
  expect(connection.getState()).toEqual({ phase: 'connected', idleSeconds: 60 })
  connection.stay()
  expect(said).toEqual([{ type: 'stay' }])
  channels[0].onWord({ type: 'active' })
  expect(connection.getState()).toEqual({ phase: 'connected' })
})

test('a page that goes away while a ticket is on its way leaves no connection behind', async () => {
  const { connection, script, channels, settle } = portal()
  let answer: (ticket: { ticket: string }) => void = () => {}
  script.issue = () =>
    new Promise((resolve) => {
      answer = resolve
    })
  void connection.open()
  connection.dispose()
  answer({ ticket: 'late' })
  await settle()
  expect(channels).toHaveLength(0)
})

test('stopping ends the countdown', async () => {
  const { connection, channels, settle } = portal()
  void connection.open()
  await settle()
  channels[0].onClose(lost)
  connection.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(connection.getState()).toEqual({ phase: 'disconnected', cause: 'stopped' })
  expect(channels).toHaveLength(1)
})
