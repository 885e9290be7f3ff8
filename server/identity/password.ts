/** Passwords at rest: scrypt, with its cost in the stored value, so that it can grow. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** `N` is 2^logN. OWASP's advice for scrypt with 32 MiB: N=2^15, r=8, p=3. */
export type ScryptCost = { logN: number; r: number; p: number }
const COST: ScryptCost = { logN: 15, r: 8, p: 3 }
const KEY_BYTES = 32

// Taken by its callback form: util.promisify picks the overload without options.
const derive = (password: string, salt: Buffer, { logN, r, p }: ScryptCost) =>
  new Promise<Buffer>((resolve, reject) => {
    const options: ScryptOptions = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r }
    // The same text may be typed composed or decomposed: "é" is one sign or two.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })

/** `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, the last two in base64. */
export const hashPassword = async (password: string, cost: ScryptCost = COST): Promise<string> => {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$')
}

const DUMMY = ['scrypt', COST.logN, COST.r, COST.p, randomBytes(16).toString('base64'), ''].join('$')

/**
 * Whether the password is the one that was hashed. Without a hash (unknown user, no password) it takes the same time
 * and is false, so that time tells nobody which names exist.
 */
export const verifyPassword = async (password: string, stored: string | null): Promise<boolean> => {
  const [method, logN, r, p, salt, key] = (stored ?? DUMMY).split('$')
  if (method !== 'scrypt') return false
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) }
  const derived = await derive(password, Buffer.from(salt, 'base64'), cost)
  const expected = Buffer.from(key, 'base64')
  return expected.length === derived.length && timingSafeEqual(expected, derived)
}

/** Whether the stored hash is cheaper than today's, so that it is worth making anew at the next sign-in. */
export const isOutdated = (stored: string): boolean => {
  const [method, logN, r, p] = stored.split('$')
  return method !== 'scrypt' || Number(logN) < COST.logN || Number(r) < COST.r || Number(p) < COST.p
}

/** Why a new password is refused, in words; undefined when it is fine. */
export const passwordProblem = (password: string, username: string): string | undefined => {
  if (password.length < 8) return 'This password is too short. It must contain at least 8 characters.'
  if (password.length > 128) return 'Ensure this field has no more than 128 characters.'
  if (/^\d+$/.test(password)) return 'This password is entirely numeric.'
  if (username.length >= 4 && password.toLowerCase().includes(username.toLowerCase()))
    return 'The password is too similar to the username.'
}
