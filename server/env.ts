/** The settings of this process. This file alone reads `process.env` (and `db/dialect.ts` the database's address). */
import { z } from 'zod'

const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .optional()
  .transform((value) => value === '1' || value === 'true')

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  /** Of the demo's built-in cloud; a free one if not given. */
  CLOUD_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  FOYER_DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.string().optional(),
  /** Encrypts stored secrets and signs sign-ins. Without it a key file is made next to the database. */
  FOYER_SECRET_KEY: z.string().min(16).optional(),
  /** The public address. Without it links follow the request's scheme and host. */
  FOYER_URL: z.url().optional(),
  /** Comma list of addresses or CIDRs whose X-Forwarded-* headers count. */
  FOYER_TRUSTED_PROXIES: z.string().default(''),
  FOYER_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  FOYER_STAFF_USERNAME: z.string().default('staff'),
  FOYER_STAFF_PASSWORD: z.string().min(8).optional(),
  FOYER_OIDC_ISSUER: z.url().optional(),
  FOYER_OIDC_CLIENT_ID: z.string().optional(),
  FOYER_OIDC_CLIENT_SECRET: z.string().optional(),
  FOYER_OIDC_NAME: z.string().default('Single sign-on'),
  /** Seconds without use after which a browser sign-in ends. */
  FOYER_SESSION_IDLE_SECONDS: z.coerce.number().int().min(60).default(1800),
  FOYER_SESSION_MAX_SECONDS: z.coerce.number().int().min(60).default(43_200),
  FOYER_OPENSTACK_TIMEOUT_SECONDS: z.coerce.number().min(1).max(300).default(60),
  /** How long an unanswered create may still be on its way before it is sent anew. */
  FOYER_SETTLE_SECONDS: z.coerce.number().min(0).default(30),
  FOYER_LEASE_SECONDS: z.coerce.number().min(1).default(30),
  FOYER_WORKER_CONCURRENCY: z.coerce.number().int().min(1).default(16),
  OS_AUTH_URL: z.string().optional(),
  OS_USERNAME: z.string().optional(),
  OS_PASSWORD: z.string().optional(),
  OS_PROJECT_NAME: z.string().optional(),
  OS_USER_DOMAIN_NAME: z.string().optional(),
  OS_REGION_NAME: z.string().optional(),
  OS_EXTERNAL_NETWORK_ID: z.string().optional(),
  OS_CACERT: z.string().optional(),
  OS_INSECURE: flag,
})
export type Env = z.infer<typeof schema>

/** @throws Error with one line per bad setting, its name first and never its value. */
export const readEnv = (source: Record<string, string | undefined>): Env => {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The configuration has errors:\n${lines.join('\n')}`)
}

export const env: Env = readEnv(process.env)
