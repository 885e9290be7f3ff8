/** An offering as those see it who sell it, and its connection as a form holds it. */
import type { Objects } from '../api/schema.gen.ts'
import { z } from '../ui/form/zod.ts'

export type Offering = Objects['marketplace-provider-offerings']

export const COLLECTION = 'marketplace-provider-offerings'

/** Only a tenant's offering has a cloud of its own; those of instances and volumes use their tenant's. */
export const sellsTenants = (offering: Pick<Offering, 'type'>): boolean => offering.type === 'OpenStack.Tenant'

export const offeringHref = (offering: Pick<Offering, 'customer_uuid' | 'uuid'>, tab = 'general'): string =>
  `/provider/${offering.customer_uuid}/offerings/${offering.uuid}/${tab}`

export type CertificateFacts = { subject: string; issuer: string; expires_at: string }

/** `service_attributes` as the API shows them; everything else of them stays as it is. */
export type Attributes = {
  backend_url?: string
  username?: string
  tenant_name?: string
  domain?: string
  region?: string
  interface?: 'public' | 'internal' | 'admin'
  verify_ssl?: boolean
  certificate?: string
  timeout_seconds?: number
  access_url?: string
  password_set_at?: string | null
  certificate_facts?: CertificateFacts[]
  external_network_id?: string
  dns_nameservers?: string[]
  live_resize_of_volumes_enabled?: boolean
  volume_availability_zone_name?: string
}
export const attributesOf = (offering: Offering): Attributes => (offering.service_attributes ?? {}) as Attributes

const isWebAddress = (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text)
const LEAST_SECONDS = 5
const MOST_SECONDS = 300

/** `invalidUrl` is the sentence for an address that is none. */
export const connectionSchema = ({ isNew, invalidUrl }: { isNew: boolean; invalidUrl: string }) =>
  z.object({
    backend_url: z.string().trim().min(1).refine(isWebAddress, { error: invalidUrl }),
    username: z.string().trim().min(1),
    password: isNew ? z.string().min(1) : z.string(),
    tenant_name: z.string().trim().min(1),
    domain: z.string().trim(),
    region: z.string().trim(),
    interface: z.enum(['public', 'internal', 'admin']),
    verify_ssl: z.boolean(),
    certificate: z.string(),
    timeout_seconds: z.int().min(LEAST_SECONDS).max(MOST_SECONDS),
    access_url: z
      .string()
      .trim()
      .refine((text) => text === '' || isWebAddress(text), { error: invalidUrl }),
  })
export type Connection = z.infer<ReturnType<typeof connectionSchema>>

const DEFAULT_SECONDS = 60

export const connectionValues = (attributes: Attributes): Connection => ({
  backend_url: attributes.backend_url ?? '',
  username: attributes.username ?? '',
  password: '',
  tenant_name: attributes.tenant_name ?? '',
  domain: attributes.domain ?? '',
  region: attributes.region ?? '',
  interface: attributes.interface ?? 'public',
  verify_ssl: attributes.verify_ssl ?? true,
  certificate: attributes.certificate ?? '',
  timeout_seconds: attributes.timeout_seconds ?? DEFAULT_SECONDS,
  access_url: attributes.access_url ?? '',
})

export const CONNECTION_FIELDS = Object.keys(connectionValues({})) as (keyof Connection)[]

/** The connection's own part of a form that may hold more. */
export const connectionOf = (values: Connection): Connection =>
  Object.fromEntries(CONNECTION_FIELDS.map((name) => [name, values[name]])) as Connection
