import { randomBytes } from 'node:crypto'
import { sha } from '../ids.ts'
import type { User } from '../rows.ts'

/** Not a password store to copy: the cloud's users are test users, and a slow hash would slow every login of a test. */
const hashOf = (salt: string, password: string): string => sha('sha256', `${salt}:${password}`)

export function setPassword(user: User, password: string): void {
  user.salt = randomBytes(8).toString('hex')
  user.passwordHash = hashOf(user.salt, password)
}

export const passwordFits = (user: User, password: string): boolean => hashOf(user.salt, password) === user.passwordHash
