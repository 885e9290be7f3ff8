import { expect, test } from 'vitest'
import { flattenErrors, splitServerErrors } from './form/errors.ts'
import { plainWord, resourceState, showState } from './state.ts'

test('a resource that is OK shows what the cloud says', () => {
  expect(resourceState('OK', 'SHUTOFF')).toEqual({ tone: 'off', name: 'shutoff', key: 'state.shutoff' })
  expect(resourceState('OK', 'in-use')).toEqual({ tone: 'ok', name: 'in_use', key: 'state.in_use' })
  expect(resourceState('OK', null).name).toBe('ok')
})

test('a portal state in motion or erred goes before the cloud status', () => {
  expect(resourceState('UPDATING', 'ACTIVE').key).toBe('state.updating')
  expect(resourceState('Erred', 'ACTIVE').tone).toBe('bad')
  expect(resourceState('Creation Scheduled').name).toBe('creation_scheduled')
})

test('a status that no table knows is shown as it came, red when it failed', () => {
  expect(showState('error_deleting')).toEqual({ tone: 'bad', name: 'error_deleting', key: null })
  expect(showState('frobnicating').tone).toBe('busy')
  expect(plainWord('error_deleting')).toBe('Error deleting')
})

test('errors of nested fields come out flat', () => {
  const errors = {
    name: { type: 'custom', message: 'Too long.' },
    disks: [undefined, { size: { type: 'too_small', message: 'At least 1.' } }],
  }
  expect(flattenErrors(errors)).toEqual([
    ['name', 'Too long.'],
    ['disks.1.size', 'At least 1.'],
  ])
})

test('server errors land on fields of the form, and the others are said above it', () => {
  const answer = {
    name: ['Taken.'],
    non_field_errors: ['Not now.'],
    size: ['At least 1.'],
    ports: [{ subnet: ['Unknown.'] }],
  }
  expect(splitServerErrors(answer, ['name', 'ports'])).toEqual({
    known: [
      ['name', 'Taken.'],
      ['ports', 'Unknown.'],
    ],
    rest: ['Not now.', 'size: At least 1.'],
  })
})
