import { expect, test } from 'vitest'
import { registry } from '../../server/registry.ts'
import { en } from './en.ts'

const declared = registry.flatMap((def) => def.jobs ?? [])
const without = (keys: string[]) => [...new Set(keys)].filter((key) => !(key in en)).sort()

test('every step of every declared job has a text', () => {
  expect(declared.length).toBeGreaterThan(40)
  expect(without(declared.flatMap(({ steps }) => steps.map(({ name }) => `steps.${name}`)))).toEqual([])
})

test('every declared job has a name for people', () => {
  expect(without(declared.map(({ name }) => `jobNames.${name}`))).toEqual([])
})
