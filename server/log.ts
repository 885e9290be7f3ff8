import pino from 'pino'
import { env } from './env.ts'

/** JSON lines on stdout. Whatever is named like a secret is never written, at any depth we log. */
const SECRET = ['password', 'token', 'secret', 'authorization', 'cookie', 'user_password', 'x-auth-token', 'ticket']
export const log = pino({
  level: env.FOYER_LOG_LEVEL,
  base: { process: process.argv[1]?.includes('worker') ? 'worker' : 'web' },
  redact: { paths: SECRET.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]), censor: '[hidden]' },
})
