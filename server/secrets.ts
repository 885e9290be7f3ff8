/** Secrets at rest: AES-256-GCM; each value names the key it was made with, so that keys can rotate. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { env } from './env.ts'

const KEY_FILE = 'secret.key'

/** The portal's root secret: from the environment, else from a file made at first start that only we can read. */
const rootSecret = (): string => {
  if (env.FOYER_SECRET_KEY) return env.FOYER_SECRET_KEY
  const file = path.join(env.FOYER_DATA_DIR, KEY_FILE)
  fs.mkdirSync(env.FOYER_DATA_DIR, { recursive: true })
  try {
    // `wx`: of two processes that start together one makes the file and the other reads it.
    fs.writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return fs.readFileSync(file, 'utf8').trim()
}

const KEY = Symbol.for('foyer.secrets')
type Keys = { root?: string }
const keys = ((globalThis as Record<symbol, unknown>)[KEY] ??= {}) as Keys
const root = () => (keys.root ??= rootSecret())

/** A key for one purpose; knowing it tells nothing of the others. */
export const deriveKey = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', root(), 'foyer', purpose, 32))
const keyId = () => createHash('sha256').update(deriveKey('key id')).digest('hex').slice(0, 8)

/** `v1:<key id>:<iv>:<tag>:<ciphertext>`, base64 parts. */
export const encrypt = (plain: string): string => {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', deriveKey('secrets'), iv)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return ['v1', keyId(), iv.toString('base64'), cipher.getAuthTag().toString('base64'), body.toString('base64')].join(
    ':',
  )
}

/** @throws Error when the value was made with another key or was changed. */
export const decrypt = (stored: string): string => {
  const [version, id, iv, tag, body] = stored.split(':')
  if (version !== 'v1' || id !== keyId()) throw new Error('A stored secret was encrypted with another key.')
  const decipher = createDecipheriv('aes-256-gcm', deriveKey('secrets'), Buffer.from(iv, 'base64'))
  decipher.setAuthTag(Buffer.from(tag, 'base64'))
  return Buffer.concat([decipher.update(Buffer.from(body, 'base64')), decipher.final()]).toString('utf8')
}

/** For what is looked up but never read back: tokens. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
