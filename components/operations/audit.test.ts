import { expect, test } from 'vitest'
import { changesOf, eventParams, factsOf } from './audit.ts'

test('before and after stand side by side, whatever the new value is called', () => {
  const context = { old_state: 'OK', new_state: 'ERRED', old_size: 1024, size: 2048, user_username: 'owner' }
  expect(changesOf(context)).toEqual([
    { field: 'state', before: 'OK', after: 'ERRED' },
    { field: 'size', before: '1024', after: '2048' },
  ])
  expect(factsOf({ ...context, changed_fields: ['name'], backend_id: '' })).toEqual([
    { field: 'changed_fields', value: '["name"]' },
  ])
})

test('a range counts back from now, whole minutes', () => {
  const now = Date.parse('2026-03-01T12:00:30Z')
  expect(eventParams({ range: ['1h'], result: ['failed'] }, now)).toEqual({
    result: ['failed'],
    created_from: Date.parse('2026-03-01T11:00:00Z') / 1000,
  })
})

test('a day is whole, and comes before a range', () => {
  const from = new Date('2026-03-01T00:00:00').getTime() / 1000
  expect(eventParams({ range: ['1h'], from: ['2026-03-01'], to: ['2026-03-01'] }, 0)).toEqual({
    created_from: from,
    created_to: from + 86_400 - 1,
  })
  expect(eventParams({ from: ['soon'] }, 0)).toEqual({})
})
