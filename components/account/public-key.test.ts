import { expect, test } from 'vitest'
import { commentOf, keyProblem } from './public-key.ts'

test('private keys of all kinds are noticed before anything is sent', () => {
  for (const kind of ['OPENSSH', 'RSA', 'EC', 'ENCRYPTED', ''])
    expect(keyProblem(`-----BEGIN ${kind} PRIVATE KEY-----\nAAAA`.replace('  ', ' '))).toBe('private')
  expect(keyProblem('PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none')).toBe('private')
})

test('public keys pass, whatever else does not', () => {
  expect(keyProblem(' ssh-ed25519 AAAAC3 name@host\n')).toBeUndefined()
  expect(keyProblem('sk-ssh-ed25519@openssh.com AAAA')).toBeUndefined()
  expect(keyProblem('ecdsa-sha2-nistp384 AAAA')).toBeUndefined()
  for (const text of ['', 'hello', 'ssh-dss AAAA', 'ssh-ed25519']) expect(keyProblem(text)).toBe('not_public')
  expect(commentOf('ssh-ed25519 AAAA work laptop')).toBe('work laptop')
})
