/** Cinder's schemas in so far as they refuse. */
import { Refusal } from '../http.ts'
import type { Loose } from '../rows.ts'
import { badInput } from './base.ts'

const field = (name: string, value: unknown, what: string): Refusal =>
  new Refusal(400, `Invalid input for field/attribute ${name}. Value: ${value}. ${what}`)

export function checkSize(value: Loose, name: string): void {
  if (typeof value === 'string' && !/^[0-9]+$/.test(value))
    throw field(name, value, `'${value}' does not match '^[0-9]+$'`)
  if (typeof value !== 'string' && typeof value !== 'number')
    throw field(name, value, `${value} is not of type 'integer', 'string'`)
  if (Number(value) < 1) throw field(name, value, `${value} is less than the minimum of 1`)
}

export function checkText(given: Loose): void {
  for (const name of ['name', 'description'] as const)
    if (typeof given[name] === 'string' && given[name].length > 255)
      throw badInput(`${name} has ${given[name].length} characters, more than 255.`)
}

export function checkMetadata(metadata: Loose): void {
  for (const [key, value] of Object.entries(metadata ?? {})) {
    if (typeof value !== 'string') throw field(key, value, `${value} is not of type 'string'`)
    if (value.length > 255) throw field(key, value, `'${value}' is too long`)
    if (key.length > 255 || key === '')
      throw field('metadata', key, `'${key}' does not match '^[a-zA-Z0-9-_:. ]{1,255}$'`)
  }
}
