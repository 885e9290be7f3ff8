/**
 * Tries a provider's settings step by step (screens 15.1): each step ok, warning, fail or skipped, with cause and remedy.
 * Works on values that were never saved, writes nothing, and changes nothing in the cloud.
 */
import net from 'node:net'
import { z } from 'zod'
import { addressPolicyOf, providerCredentials, providerSessionOptions } from '../clouds.ts'
import { AddressError, type AddressPolicy, assertProviderAddress } from '../openstack/address.ts'
import { getStorageQuotas } from '../openstack/cinder/quotas.ts'
import { isOpenStackError, type ServiceName } from '../openstack/errors.ts'
import { listImages } from '../openstack/glance/images.ts'
import { first } from '../openstack/http.ts'
import { listProjects } from '../openstack/keystone/projects.ts'
import { type CloudSession, keystoneRoot, openSession, SERVICE_NAMES } from '../openstack/login.ts'
import { listExtensions } from '../openstack/neutron/extensions.ts'
import { getNetwork } from '../openstack/neutron/networks.ts'
import { getNetworkQuotas } from '../openstack/neutron/quotas.ts'
import { getComputeQuotas, setComputeQuotas } from '../openstack/nova/quotas.ts'
import { listComputeServices } from '../openstack/nova/services.ts'
import { inspectCertificate } from '../openstack/transport.ts'
import type { ProviderValues } from './input.ts'

export const TEST_STEPS = [
  'name',
  'port',
  'tls',
  'sign_in',
  'admin_rights',
  'catalogue',
  'compute',
  'storage',
  'network',
  'image',
  'console',
] as const
export type TestStep = (typeof TEST_STEPS)[number]

export const testStepSchema = z.object({
  name: z.enum(TEST_STEPS),
  status: z.enum(['ok', 'warning', 'fail', 'skipped']),
  message: z.string().meta({ description: 'What was found, or the cause of the failure.' }),
  remedy: z.string().meta({ description: 'What to do about it; empty when there is nothing to do.' }),
  details: z.record(z.string(), z.unknown()),
  latency_ms: z.int().nullable(),
  openstack_request_id: z.string(),
})
export type TestResult = z.infer<typeof testStepSchema>

type Outcome = { status?: 'ok' | 'warning'; message: string; remedy?: string; details?: Record<string, unknown> }

/** A step that found a fault of its own. */
class Fault extends Error {
  readonly remedy: string
  readonly details: Record<string, unknown>
  constructor(message: string, remedy = '', details: Record<string, unknown> = {}) {
    super(message)
    this.remedy = remedy
    this.details = details
  }
}

/** What to do about a refusal, by its kind. */
const REMEDIES: Record<string, string> = {
  dns: 'Check the host name, and the name server of this machine.',
  connection: 'Check the port and the firewalls between this machine and the cloud.',
  timeout: 'Check the firewalls between this machine and the cloud, or raise the time-out.',
  tls: 'Paste the certificate of the authority that issued it.',
  auth: 'Check user name, password, domain and project.',
  forbidden: 'Give the account the role admin in its project.',
  not_found: 'Check the address.',
  bad_response: 'Check the address: it is that of Keystone, usually ending in /v3.',
}

const reachPort = ({ hostname, port, protocol }: URL, timeoutSeconds: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const number = Number(port) || (protocol === 'https:' ? 443 : 80)
    const socket = net.connect({ host: hostname.replace(/^\[|\]$/g, ''), port: number })
    socket.setTimeout(timeoutSeconds * 1000, () => {
      socket.destroy()
      reject(new Fault(`Port ${number} does not answer.`, REMEDIES.timeout))
    })
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', () => reject(new Fault(`Port ${number} refuses the connection.`, REMEDIES.connection)))
  })

const DAYS_OF_WARNING = 30

const tryTls = async (url: URL, { secrets, options }: ProviderValues, policy: AddressPolicy): Promise<Outcome> => {
  if (url.protocol === 'http:')
    return { status: 'warning', message: 'The connection is not encrypted.', remedy: 'Use an https address.' }
  const caPem = secrets.certificate || undefined
  const report = await inspectCertificate(url, { caPem, addressPolicy: policy }).catch(() => {
    throw new Fault('There is no TLS server at this address.', 'Check the address, or use http.')
  })
  const details = { subject: report.subject, issuer: report.issuer, expires_at: report.validTo, names: report.altNames }
  const until = `issued by ${report.issuer}, valid until ${report.validTo.slice(0, 10)}`
  if (report.problem && options.verify_ssl === false)
    return {
      status: 'warning',
      message: `The certificate is not checked (${report.problem}): ${until}.`,
      remedy: 'Paste the authority’s certificate and check again.',
      details,
    }
  if (report.problem)
    throw new Fault(
      `The certificate of ${report.subject}, ${until}, is not trusted (${report.problem}).`,
      report.problem.includes('EXPIRED') ? 'The cloud needs a new certificate.' : REMEDIES.tls,
      details,
    )
  if (options.verify_ssl === false)
    return { status: 'warning', message: `Certificates are not checked, though this one could be: ${until}.`, details }
  const daysLeft = (Date.parse(report.validTo) - Date.now()) / 86_400_000
  if (daysLeft < DAYS_OF_WARNING)
    return { status: 'warning', message: `The certificate ends soon: ${until}.`, remedy: 'Renew it.', details }
  return { message: `The certificate is trusted: ${until}.`, details }
}

const tryAdmin = async (session: CloudSession): Promise<Outcome> => {
  const { project, roles } = await session.access()
  if (!project) throw new Fault('The account has no project.', 'Name the project of the account.')
  await first(listProjects(session.keystone))
  await getComputeQuotas(session.nova, project.id)
  // Nova judges the right to write before it finds that nothing is to be written.
  await setComputeQuotas(session.nova, project.id, {})
  return { message: 'The account may list projects, and read and set quotas.', details: { roles } }
}

const version = z.looseObject({ version: z.looseObject({ version: z.string(), id: z.string().optional() }) })

const SERVICES: Record<
  'compute' | 'storage' | 'network' | 'image',
  (session: CloudSession, values: ProviderValues) => Promise<Outcome>
> = {
  compute: async ({ nova }) => {
    const found = await nova.get('/', version).catch(() => undefined)
    const services = await listComputeServices(nova)
    const down = services.filter(({ state, status }) => state === 'down' && status === 'enabled')
    const details = { endpoint: await nova.endpoint(), version: found?.version.version ?? '' }
    if (down.length > 0)
      return {
        status: 'warning',
        message: `${down.length} of ${services.length} Nova services are down.`,
        remedy: 'Have a look at the cloud’s hosts.',
        details: { ...details, down: down.map(({ binary, host }) => `${binary} on ${host}`) },
      }
    return { message: `Nova answers${details.version && `, version ${details.version}`}.`, details }
  },
  storage: async ({ cinder, access }) => {
    const { project } = await access()
    await getStorageQuotas(cinder, project?.id ?? '')
    return { message: 'Cinder answers.', details: { endpoint: await cinder.endpoint() } }
  },
  network: async ({ neutron, access }, { options }) => {
    const { project } = await access()
    await getNetworkQuotas(neutron, project?.id ?? '')
    const extensions = await listExtensions(neutron)
    const details = { endpoint: await neutron.endpoint(), extensions: extensions.size }
    const id = options.external_network_id
    if (!id)
      return {
        status: 'warning',
        message: 'Neutron answers. No external network is chosen: tenants get no way out.',
        remedy: 'Choose the external network.',
        details,
      }
    const network = await getNetwork(neutron, id).catch(() => {
      throw new Fault(`Neutron does not know the external network ${id}.`, 'Choose another network.', details)
    })
    if (!network['router:external'])
      throw new Fault(`The network ${network.name} is not external.`, 'Choose another network.', details)
    return { message: `Neutron answers; the external network is ${network.name}.`, details }
  },
  image: async ({ glance }) => {
    const image = await first(listImages(glance))
    const details = { endpoint: await glance.endpoint() }
    if (!image)
      return { status: 'warning', message: 'Glance answers, but has no image.', remedy: 'Upload an image.', details }
    return { message: 'Glance answers.', details }
  },
}

/** Consoles have no address in the catalogue: whether the proxy lives is what Nova's services tell. */
const tryConsole = async ({ nova }: CloudSession): Promise<Outcome> => {
  const authority = (await listComputeServices(nova)).filter(({ binary }) => /console/.test(binary))
  const names = authority.map(({ binary, host }) => `${binary} on ${host}`)
  const down = authority.filter(({ state }) => state === 'down')
  if (down.length > 0)
    return {
      status: 'warning',
      message: 'A console service is down.',
      remedy: 'Have a look at the cloud’s hosts.',
      details: { services: names },
    }
  return { message: 'Consoles are tried when one is opened.', details: { services: names } }
}

/** Runs all steps; after one that fails those that need it are skipped. Ends by itself within the settings' time-out per call. */
export const testConnection = async (values: ProviderValues): Promise<TestResult[]> => {
  const results: TestResult[] = []
  const policy = await addressPolicyOf(values.options)
  const failed = () => results.some(({ status }) => status === 'fail')
  const step = async (name: TestStep, run: () => Promise<Outcome>, alone = false) => {
    const blank = { name, remedy: '', details: {}, latency_ms: null, openstack_request_id: '' }
    if (failed() && !alone) {
      results.push({ ...blank, status: 'skipped', message: 'An earlier step has failed.' })
      return
    }
    const startedMs = performance.now()
    const took = () => Math.round(performance.now() - startedMs)
    try {
      const { status = 'ok', message, remedy = '', details = {} } = await run()
      results.push({ ...blank, status, message, remedy, details, latency_ms: took() })
    } catch (error) {
      const known = isOpenStackError(error) ? error : undefined
      const fault = error instanceof Fault ? error : undefined
      if (!known && !fault && !(error instanceof AddressError)) throw error
      results.push({
        ...blank,
        status: 'fail',
        message: (error as Error).message,
        remedy: fault?.remedy ?? (known ? (REMEDIES[known.kind] ?? '') : 'Choose another address.'),
        details: fault?.details ?? (known ? { service: known.service, status: known.status } : {}),
        latency_ms: took(),
        openstack_request_id: known?.requestId ?? '',
      })
    }
  }

  const url = new URL(keystoneRoot(values.secrets.backend_url))
  const sessionOptions = providerSessionOptions(values.secrets, values.options, policy)
  const session = openSession(providerCredentials(values.secrets, values.options), sessionOptions)
  try {
    await step('name', async () => {
      const addresses = await assertProviderAddress(url.href, policy)
      return { message: `${url.hostname} is ${addresses.map(({ address }) => address).join(', ')}.` }
    })
    await step('port', async () => {
      await reachPort(url, Math.min(sessionOptions.timeoutSeconds ?? 10, 10))
      return { message: 'Something answers there.' }
    })
    await step('tls', () => tryTls(url, values, policy))
    await step('sign_in', async () => {
      const { user, project } = await session.access()
      return { message: `Keystone knows ${user.name} in ${project?.name ?? 'no project'}.` }
    })
    await step('admin_rights', () => tryAdmin(session))
    const lacking = new Set<ServiceName>()
    await step('catalogue', async () => {
      const found: Record<string, string> = {}
      for (const name of SERVICE_NAMES)
        try {
          found[name] = await session[name].endpoint()
        } catch {
          lacking.add(name)
        }
      if (lacking.size > 0)
        throw new Fault(
          `The catalogue lacks ${[...lacking].join(', ')}.`,
          'Check region and interface, or add the service’s address to the catalogue.',
          found,
        )
      return { message: 'All five services have an address.', details: found }
    })
    for (const [name, run] of Object.entries(SERVICES)) await step(name as TestStep, () => run(session, values))
    await step('console', () => tryConsole(session))
  } finally {
    await session.close()
  }
  return results
}
