/** A provider's settings as forms and scripts send them (contract 4.14, screens 15.1), and what becomes of them. */
import { isIP } from 'node:net'
import { z } from 'zod'
import type { Actor } from '../api/define.ts'
import { addressPolicyOf, openSecrets, type ProviderSecrets } from '../clouds.ts'
import { ApiError, fieldError } from '../errors.ts'
import { AddressError, assertProviderAddress } from '../openstack/address.ts'
import type { ProviderOptions, ProviderRow } from '../resources/provider/table.ts'
import { readCertificates } from './certificate.ts'

const text = (longest = 255) => z.string().trim().max(longest)
const webAddress = text(500).refine((value) => value === '' || (URL.canParse(value) && /^https?:\/\//i.test(value)), {
  error: 'Enter a valid URL that begins with http:// or https://.',
})
const regex = text(500).refine(
  (value) => {
    try {
      new RegExp(value)
      return true
    } catch {
      return false
    }
  },
  { error: 'This is no valid regular expression.' },
)
const certificate = z
  .string()
  .max(200_000)
  .superRefine((value, context) => {
    if (value.trim() === '') return
    try {
      readCertificates(value)
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message })
    }
  })
const lines = (item: z.ZodType<string, string>) =>
  z.union([
    z.array(item),
    z
      .string()
      .transform((value) => value.split(/[\s,]+/).filter(Boolean))
      .pipe(z.array(item)),
  ])
const cap = z.int().min(1).max(1000)

/** All fields are optional: what is left out stays as it is. */
export const serviceAttributes = z.object({
  auth_type: z
    .literal(['password', 'v3password', ''], {
      error: 'An application credential is bound to its own project: tenants need a user name and a password.',
    })
    .optional(),
  backend_url: webAddress.optional(),
  username: text().optional(),
  /** Blank keeps the stored one. */
  password: z.string().max(500).optional(),
  tenant_name: text().optional(),
  domain: text().nullable().optional(),
  region: text().optional(),
  interface: z.enum(['public', 'internal', 'admin']).optional(),
  certificate: certificate.optional(),
  verify_ssl: z.boolean().optional(),
  timeout_seconds: z.int().min(5).max(300).optional(),
  external_network_id: text().optional(),
  availability_zone: text().optional(),
  access_url: webAddress.optional(),
  flavor_exclude_regex: regex.optional(),
  volume_type_blacklist: lines(text()).optional(),
  live_resize_of_volumes_enabled: z.boolean().optional(),
  console_type: z.enum(['novnc', 'xvpvnc', 'spice-html5', 'rdp-html5', 'serial', 'webmks']).optional(),
  console_domain_override: text().optional(),
  config_drive: z.boolean().optional(),
  volume_availability_zone_name: text().optional(),
  valid_availability_zones: z.record(z.string(), z.string()).optional(),
  dns_nameservers: lines(
    z.string().refine((value) => isIP(value) !== 0, { error: 'Enter a valid IP address.' }),
  ).optional(),
  create_ha_routers: z.boolean().optional(),
  blacklisted_usernames: lines(text()).optional(),
  latitude: z.number().min(-90).max(90).nullable().optional(),
  longitude: z.number().min(-180).max(180).nullable().optional(),
  max_concurrent_provision_instance: cap.optional(),
  max_concurrent_provision_volume: cap.optional(),
  max_concurrent_provision_snapshot: cap.optional(),
})
export type ServiceAttributes = z.infer<typeof serviceAttributes>

export type ProviderValues = { secrets: ProviderSecrets; options: ProviderOptions }

const SECRET_FIELDS = ['backend_url', 'username', 'password', 'domain', 'certificate'] as const
const NO_SECRETS: ProviderSecrets = { backend_url: '', username: '', password: '', domain: '', certificate: '' }

/** Settings as they are after a change: a field that was not sent keeps its value, and so does a blank password. */
export const mergeSettings = (current: ProviderRow | null, given: ServiceAttributes, actor: Actor): ProviderValues => {
  const before = current ? openSecrets(current.secrets) : NO_SECRETS
  const { auth_type: _, ...fields } = given
  const secrets = { ...before }
  for (const name of SECRET_FIELDS) {
    const value = fields[name]
    if (value === undefined || (name === 'password' && value === '')) continue
    secrets[name] = value ?? ''
  }
  const options: Record<string, unknown> = { ...current?.options }
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined && !(SECRET_FIELDS as readonly string[]).includes(name)) options[name] = value ?? undefined
  // Whoever changes the address answers for it; other changes leave the judgement as it was.
  if (secrets.backend_url !== before.backend_url) options.private_address_allowed = actor.isStaff
  return { secrets, options: options as ProviderOptions }
}

const REQUIRED = { backend_url: 'secrets', username: 'secrets', password: 'secrets', tenant_name: 'options' } as const

/**
 * Whether a provider can be worked with: nothing required is missing, and its address is one that the caller may name.
 * @throws ApiError 400 with the fields.
 */
export const assertUsable = async ({ secrets, options }: ProviderValues): Promise<void> => {
  const missing = Object.entries(REQUIRED).filter(([name, where]) => {
    const value = where === 'secrets' ? secrets[name as keyof ProviderSecrets] : options[name as 'tenant_name']
    return !value
  })
  if (missing.length > 0)
    throw new ApiError('invalid', 'Settings of the provider are missing.', {
      ...Object.fromEntries(missing.map(([name]) => [name, ['This field is required.']])),
    })
  try {
    await assertProviderAddress(secrets.backend_url, await addressPolicyOf(options))
  } catch (error) {
    if (!(error instanceof AddressError)) throw error
    // A name that does not resolve today may tomorrow: the connection test says so, and each call checks again.
    if (error.reason !== 'unresolvable') throw fieldError('backend_url', error.message)
  }
}

/** Whose certificates these are, and until when they are good; also of those that have expired. */
export const certificateFacts = (pem: string) =>
  pem.trim()
    ? readCertificates(pem, new Date(0)).map(({ subject, issuer, expiresAt }) => ({
        subject,
        issuer,
        expires_at: expiresAt.toISOString(),
      }))
    : []

/** What may be shown to those who run the provider. The password never is. */
export const shownAttributes = (provider: ProviderRow) => {
  const { password: _, ...secrets } = openSecrets(provider.secrets)
  const { private_address_allowed: __, ...options } = provider.options
  return {
    ...secrets,
    ...options,
    verify_ssl: options.verify_ssl ?? true,
    password_set_at: provider.passwordSetAt?.toISOString() ?? null,
    certificate_facts: certificateFacts(secrets.certificate),
  }
}
