import { expect, test } from 'vitest'
import { SchemaBook } from '../server/api/json-schema.ts'
import { openApiOf } from '../server/api/openapi.ts'
import { registry, toyGuards, toys } from '../server/testing/toys.ts'
import { copiedText } from './gen/copies.ts'
import { guardPaths, rulesText } from './gen/rules.ts'
import { typeOf, typesText } from './gen/types.ts'
import { generate } from './gen.ts'

const modules = [{ type: 'small-toy', exports: { guards: { resize: toyGuards } } }]

test('the same declarations give the same files', async () => {
  expect(await generate()).toEqual(await generate())
})

test('each action has its rule, states, words and guards', () => {
  const text = rulesText(registry, modules)
  expect(text).toContain("import * as smallToy from './rules/small-toy.gen.ts'")
  expect(text).toMatch(/'resize': \{ .*states: \['OK'\], runtimeStates: \['available'\].*smallToy\.guards\.resize\[0\]/)
  expect(text).toMatch(/'rule': \{ .*method: 'DELETE', path: 'rules\/\{id\}'/)
  expect(text).toMatch(/'create': \{ .*onRow: false, rule: \{ kind: 'signed_in' \}/)
  expect(guardPaths(modules).get(toyGuards[0])).toBe('smallToy.guards.resize[0]')
})

test('a guard that the browser could not find stops the generator', () => {
  expect(() => rulesText(registry, [])).toThrow('toys, resize: the guard "A system disk stays as it is."')
})

test('objects and inputs become types', () => {
  const book = new SchemaBook()
  openApiOf(registry, '/', book)
  const text = typesText(registry, book)
  expect(text).toContain('export type Toy = {\n  url: string\n')
  expect(text).toContain('  instance: string | null\n')
  expect(text).toContain("  'toys': Toy\n")
  expect(text).toContain('    resize: ToysResizeRequest\n')
  expect(book.nameOf(toys.schema, '', 'output')).toBe('Toy')
})

test('schemas are written as TypeScript would have them', () => {
  expect(typeOf({ type: 'string', enum: ['a', "b'c"], nullable: true })).toBe("'a' | 'b\\'c' | null")
  expect(typeOf({ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } })).toBe(
    'Array<string | number>',
  )
  expect(typeOf({ type: 'object', additionalProperties: { type: 'boolean' } })).toBe('Record<string, boolean>')
  expect(typeOf({ type: 'object', properties: { 'a-b': {} } })).toBe("{\n  'a-b'?: unknown\n}")
})

test('a copy leads its imports to the browser, and stops where there is nothing', () => {
  const to = 'components/api/input/toy.gen.ts'
  const copied = copiedText("import { z } from 'zod'\nimport { a } from '../volume/input.ts'\n", { from: 'x', to })
  expect(copied).toContain("from '../zod.ts'")
  expect(copied).toContain("from './volume.gen.ts'")
  expect(() => copiedText("import { db } from '../../../db/client.ts'", { from: 'x', to })).toThrow('x imports')
  expect(() => copiedText("import { z } from 'zod'", { from: 'x', to: 'components/api/rules/toy.gen.ts' })).toThrow()
})
