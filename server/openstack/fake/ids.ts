import { createHash, randomBytes, randomUUID } from 'node:crypto'

export const uuid = (): string => randomUUID()
/** Keystone's: 32 hex digits. */
export const hexId = (): string => randomBytes(16).toString('hex')
export const macAddress = (): string =>
  ['fa', '16', '3e', ...Array.from(randomBytes(3), (byte) => byte.toString(16).padStart(2, '0'))].join(':')
export const shortWord = (length = 8): string =>
  randomBytes(length).toString('base64url').replace(/[-_]/g, 'x').slice(0, length)
export const md5 = (data: Buffer | string): string => createHash('md5').update(data).digest('hex')
export const sha = (algorithm: 'sha224' | 'sha256' | 'sha512', data: Buffer | string): string =>
  createHash(algorithm).update(data).digest('hex')
/** An id that is the same for the same name at every start. */
export const stableUuid = (name: string): string => {
  const hex = sha('sha256', name)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)
