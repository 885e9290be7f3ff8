import { describe, expect, it } from 'vitest'
import { AddressError, assertProviderAddress, type Lookup } from './address.ts'

const names: Record<string, string[]> = {
  'cloud.example': ['8.8.8.8', '2a00:1450::1'],
  'private.example': ['10.1.2.3'],
  'rebind.example': ['8.8.8.8', '169.254.169.254'],
}
const lookup: Lookup = async (host) => {
  if (!names[host]) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
  return names[host].map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}
const check = (url: string, allowPrivate: boolean, allowedHosts?: string[]) =>
  assertProviderAddress(url, { allowPrivate, allowedHosts }, lookup).then(
    () => 'allowed',
    (error: AddressError) => (error instanceof AddressError ? error.reason : 'broken'),
  )

describe('staff', () => {
  it.each([
    'http://10.0.0.1:5000/v3',
    'http://127.0.0.1:5000',
    'http://[::1]:5000',
    'https://private.example/identity',
    'https://cloud.example',
  ])('may name %s', async (url) => expect(await check(url, true)).toBe('allowed'))
  it.each([
    'http://169.254.169.254/',
    'http://[fe80::1]/',
    'http://rebind.example',
    'http://[::ffff:169.254.169.254]/',
    'http://0xa9fea9fe/',
    'http://224.0.0.1',
  ])('may not name %s', async (url) => expect(await check(url, true)).toBe('forbidden'))
})

describe('others', () => {
  it('may name public hosts', async () => expect(await check('https://cloud.example:5000/v3', false)).toBe('allowed'))
  it.each([
    ...[
      'http://10.0.0.1',
      'http://192.168.1.1',
      'http://172.20.0.1',
      'http://127.0.0.1',
      'http://0.0.0.0',
      'http://100.100.100.200',
      'http://private.example',
    ],
    ...[
      'http://[::1]',
      'http://[fd00:ec2::254]',
      'http://[::ffff:10.0.0.1]',
      'http://[64:ff9b::a00:1]',
      'http://2130706433',
      'http://127.1',
      'http://017700000001',
    ],
  ])('may not name %s', async (url) => expect(await check(url, false)).toBe('forbidden'))

  it('may name what staff allow, but never link-local', async () => {
    expect(await check('http://private.example', false, ['Private.example'])).toBe('allowed')
    expect(await check('http://10.0.0.1', false, ['10.0.0.1'])).toBe('allowed')
    expect(await check('http://169.254.169.254', false, ['169.254.169.254'])).toBe('forbidden')
  })
})

it.each(['', 'cloud.example', 'ftp://cloud.example', 'file:///etc/passwd', 'http://user:secret@cloud.example'])(
  '%s is no provider address',
  async (url) => expect(await check(url, true)).toBe('malformed'),
)

it('a name without an address is told as such', async () =>
  expect(await check('http://nowhere.example', true)).toBe('unresolvable'))
