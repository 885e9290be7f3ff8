import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenStackError } from './errors.ts'
import { openSession, type SessionOptions } from './login.ts'
import { inspectCertificate } from './transport.ts'

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tls-'))
let server: https.Server
let port: number
let caPem: string

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' })

beforeAll(async () => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Cellar CA', '-days', '30')
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=keystone.cellar')
  fs.writeFileSync(path.join(dir, 'names'), 'subjectAltName=IP:127.0.0.1\n')
  const sign = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names', '-days', '30']
  openssl('x509', '-req', '-in', 'server.csr', ...sign, '-out', 'server.pem')
  const read = (name: string) => fs.readFileSync(path.join(dir, name), 'utf8')
  caPem = read('ca.pem')
  server = https.createServer({ key: read('server.key'), cert: read('server.pem') }, (request, response) => {
    request.resume()
    response.writeHead(401, { 'content-type': 'application/json' })
    response.end('{"error":{"message":"Who are you?"}}')
  })
  server.listen(0)
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  server?.close()
  fs.rmSync(dir, { recursive: true })
})

/** How a login fails: `auth` means that the answer came. */
async function fault(options: SessionOptions, host = '127.0.0.1'): Promise<OpenStackError> {
  const session = openSession({ authUrl: `https://${host}:${port}`, username: 'a', password: 'secret' }, options)
  try {
    await session.access()
    throw new Error('It did not fail.')
  } catch (error) {
    return error as OpenStackError
  } finally {
    await session.close()
  }
}

describe('a certificate of an own authority', () => {
  it('is refused by default, and the issuer is named', async () => {
    const error = await fault({})
    expect(error).toMatchObject({ kind: 'tls', status: 0, service: 'keystone', retryable: false, ambiguous: false })
    expect(error.message).toContain(
      `The certificate of https://127.0.0.1:${port} is not accepted: its authority is not trusted here.`,
    )
    expect(error.message).toContain('It was issued by "Cellar CA" for "keystone.cellar", valid until ')
  })

  it('is accepted with that authority', async () => {
    expect(await fault({ caPem })).toMatchObject({ kind: 'auth', message: 'Who are you?' })
  })

  it('is accepted unseen where nobody looks', async () => {
    expect(await fault({ verifySsl: false })).toMatchObject({ kind: 'auth' })
  })

  it('is refused for another name', async () => {
    const error = await fault({ caPem }, 'localhost')
    expect(error).toMatchObject({ kind: 'tls', code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    expect(error.message).toContain('it is for another name')
  })

  it('can be read', async () => {
    const address = `https://127.0.0.1:${port}`
    expect(await inspectCertificate(address)).toMatchObject({
      subject: 'keystone.cellar',
      issuer: 'Cellar CA',
      altNames: ['IP Address:127.0.0.1'],
      selfSigned: false,
      problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
    expect((await inspectCertificate(address, { caPem })).problem).toBeNull()
    expect((await inspectCertificate(`https://localhost:${port}`, { caPem })).problem).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    )
  })
})

it('plain HTTP spoken to a TLS port is a fault without an answer', async () => {
  const session = openSession({ authUrl: `http://127.0.0.1:${port}`, username: 'a', password: 'b' })
  await expect(session.access()).rejects.toMatchObject({ status: 0 })
  await session.close()
})

it('a host outside the policy is not called, by name or by address', async () => {
  const addressPolicy = { allowPrivate: false }
  for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
    const error = await fault({ verifySsl: false, addressPolicy }, host)
    expect(error, host).toMatchObject({ kind: 'forbidden', status: 0, retryable: false })
  }
  expect(
    await fault({ verifySsl: false, addressPolicy: { ...addressPolicy, allowedHosts: ['127.0.0.1'] } }),
  ).toMatchObject({ kind: 'auth' })
})

it('a name that does not exist is a fault of DNS', async () => {
  expect(await fault({}, 'cloud.invalid')).toMatchObject({
    kind: 'dns',
    retryable: true,
    message: 'The name cloud.invalid cannot be resolved.',
  })
})
