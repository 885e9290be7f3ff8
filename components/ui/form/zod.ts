/**
 * zod for the browser. Take `z` from here in form schemas: with the compiler off before the first schema is made, zod
 * never tries `new Function`, which the content security policy forbids and reports.
 */
import { z } from 'zod'
import type { Translate } from '../../i18n/core.ts'

z.config({ jitless: true })

export { z }

type Issue = {
  code?: string
  input?: unknown
  minimum?: number | bigint
  maximum?: number | bigint
  origin?: string
  format?: string
}

/** The rule that a value broke, in the user's language. A message given in the schema itself goes first. */
export function issueMessage(t: Translate, issue: Issue): string {
  const missing = issue.input === undefined || issue.input === null || issue.input === ''
  const text = issue.origin === 'string' || issue.origin === undefined
  if (issue.code === 'invalid_type') return missing ? t('form.required') : t('form.invalid')
  if (issue.code === 'too_small') {
    const minimum = Number(issue.minimum)
    if (issue.origin === 'array' || issue.origin === 'set') return t('form.atLeastItems', { minimum })
    if (text) return minimum <= 1 ? t('form.required') : t('form.atLeastCharacters', { minimum })
    return t('form.atLeast', { minimum })
  }
  if (issue.code === 'too_big') {
    const maximum = Number(issue.maximum)
    if (issue.origin === 'array' || issue.origin === 'set') return t('form.atMostItems', { maximum })
    return text ? t('form.atMostCharacters', { maximum }) : t('form.atMost', { maximum })
  }
  if (issue.code === 'invalid_format') {
    if (issue.format === 'email') return t('form.email')
    if (issue.format === 'url') return t('form.url')
    if (issue.format === 'cidrv4' || issue.format === 'cidrv6') return t('form.cidr')
    if (issue.format === 'ipv4' || issue.format === 'ipv6') return t('form.ip')
  }
  if (issue.code === 'invalid_value') return missing ? t('form.choose') : t('form.invalid')
  return t('form.invalid')
}
