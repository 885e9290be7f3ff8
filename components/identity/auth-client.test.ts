import { describe, expect, test } from 'vitest'
import { refusalFrom, safeReturn } from './auth-client.ts'

const ORIGIN = 'https://portal.test'

describe('the way back after signing in', () => {
  test.each([
    ['/t/ab12/instances/cd34/network?tab=1#log', '/t/ab12/instances/cd34/network?tab=1#log'],
    ['https://portal.test/p/ab12', '/p/ab12'],
    ['https://evil.test/p/ab12', '/'],
    ['//evil.test/p/ab12', '/'],
    ['https://portal.test//evil.test', '/'],
    ['/\\evil.test', '/'],
    ['javascript:alert(1)', '/'],
    ['/sign-in?callbackUrl=/sign-in', '/'],
    ['/sign-out', '/'],
    [null, '/'],
  ])('%s leads to %s', (wanted, path) => expect(safeReturn(wanted, ORIGIN)).toBe(path))
})

test('the reason of a refusal is read from the address', () => {
  expect(refusalFrom(null)).toBeUndefined()
  expect(refusalFrom('locked:431')).toEqual({ reason: 'locked', seconds: 431 })
  expect(refusalFrom('wrong')).toEqual({ reason: 'wrong' })
  expect(refusalFrom('OAuthCallback')).toEqual({ reason: 'provider' })
})
