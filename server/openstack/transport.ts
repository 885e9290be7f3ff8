/** Sockets and certificates: one agent per provider, and what a connection that failed means. */

import { isIP } from 'node:net'
import tls from 'node:tls'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { AddressError, type AddressPolicy, resolveAllowed } from './address.ts'
import { type ErrorKind, OpenStackError, type OpenStackErrorFields } from './errors.ts'

export type TransportOptions = {
  /** PEM bundle that replaces the system's authorities, as OS_CACERT does for OpenStack's own clients. */
  caPem?: string
  /** False accepts any certificate. Default true. */
  verifySsl?: boolean
  /** Checked at every new connection, after DNS. Default: anything but link-local. */
  addressPolicy?: AddressPolicy
}

// Apache, in front of many services, closes idle connections after 5 s: we let go first.
const KEEP_ALIVE_MS = 4_000
const CONNECT_TIMEOUT_MS = 10_000
const CONNECTIONS_PER_SERVICE = 32
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024

/** The agent that carries all calls to one provider. Close it when the provider's settings change. */
export function createAgent({
  caPem,
  verifySsl = true,
  addressPolicy = { allowPrivate: true },
}: TransportOptions): Dispatcher {
  const lookup = (host: string, options: { all?: boolean }, done: (...found: unknown[]) => void) =>
    void resolveAllowed(host, addressPolicy).then(
      (addresses) => (options.all ? done(null, addresses) : done(null, addresses[0].address, addresses[0].family)),
      (error) => done(error),
    )
  const connect = buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    rejectUnauthorized: verifySsl,
    lookup: lookup as never, // node's own type asks for an overload per value of `all`
    ...(caPem && { ca: caPem }),
  })
  return new Agent({
    keepAliveTimeout: KEEP_ALIVE_MS,
    connections: CONNECTIONS_PER_SERVICE,
    maxResponseSize: LARGEST_ANSWER_BYTES,
    // Time-outs are ours, over the whole call (http.ts).
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, done) => {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      if (isIP(host) === 0) return connect(options, done) // a name: checked in `lookup`
      resolveAllowed(host, addressPolicy).then(
        () => connect(options, done),
        (error) => done(error, null),
      )
    },
  })
}

const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_|ERROR_IN_CERT_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$)/
const DNS_CODE = /^(ENOTFOUND|EAI_|ENODATA$|ESERVFAIL$)/
/** Faults of a socket that was never connected: nothing was sent. */
const NEVER_SENT = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/

const SENTENCES: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'cut the connection',
  UND_ERR_SOCKET: 'cut the connection',
  EPIPE: 'cut the connection',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ETIMEDOUT: 'did not answer the connection attempt',
  UND_ERR_CONNECT_TIMEOUT: 'did not answer the connection attempt',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'sent an answer that is too large',
}

type Call = Pick<OpenStackErrorFields, 'service' | 'method' | 'path'>

/** Turns what undici, node:net and node:tls throw into an OpenStackError. For TLS faults it looks at the certificate once more. */
export async function networkError(
  cause: unknown,
  call: Call,
  url: URL,
  options: TransportOptions,
): Promise<OpenStackError> {
  const fault = rootFault(cause)
  const code = fault.code
  const where = `${url.protocol}//${url.host}`
  const fail = (kind: ErrorKind, message: string, ambiguous = false) =>
    new OpenStackError(message, { ...call, kind, status: 0, code, ambiguous }, { cause })

  if (fault.error instanceof AddressError) {
    return fail(fault.error.reason === 'unresolvable' ? 'dns' : 'forbidden', fault.error.message)
  }
  if (DNS_CODE.test(code)) return fail('dns', `The name ${url.hostname} cannot be resolved.`)
  if (TLS_CODE.test(code)) {
    const certificate =
      url.protocol === 'https:' ? await inspectCertificate(url, options).catch(() => undefined) : undefined
    return fail('tls', tlsSentence(where, code, fault.error, certificate))
  }
  const timedOut = code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT'
  const unsafe = !isSafe(call.method) && !NEVER_SENT.test(code)
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return fail('bad_response', `${where} ${SENTENCES[code] ?? 'does not speak HTTP as expected'}.`, unsafe)
  }
  return fail(timedOut ? 'timeout' : 'connection', `${where} ${SENTENCES[code] ?? 'cannot be reached'}.`, unsafe)
}

export const isSafe = (method: string) => method === 'GET' || method === 'HEAD'

function rootFault(cause: unknown): { code: string; error: unknown } {
  let error = cause
  for (let depth = 0; depth < 5; depth += 1) {
    // A host with several addresses fails with one fault per address.
    if (error instanceof AggregateError && error.errors.length > 0) error = error.errors[0]
    else if (error instanceof Error && error.cause instanceof Error && !('code' in error)) error = error.cause
    else break
  }
  const code = (error as { code?: unknown } | undefined)?.code
  return { code: typeof code === 'string' ? code : '', error }
}

const TLS_REASONS: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not trusted here',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_REVOKED: 'it is revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
}

function tlsSentence(where: string, code: string, error: unknown, certificate: CertificateReport | undefined) {
  const reason = TLS_REASONS[code]
  if (!reason) {
    if (/EPROTO|ERR_SSL_/.test(code)) return `${where} does not speak TLS as expected (${code}).`
    return `The certificate of ${where} is not accepted (${code || String(error)}).`
  }
  const about = certificate
    ? ` It was issued by "${certificate.issuer}" for "${certificate.subject}", valid until ${certificate.validTo.slice(0, 10)}.`
    : ''
  return `The certificate of ${where} is not accepted: ${reason}.${about}`
}

export type CertificateReport = {
  /** Common name, or the whole name where there is none. */
  subject: string
  issuer: string
  /** ISO 8601. */
  validFrom: string
  validTo: string
  altNames: string[]
  selfSigned: boolean
  /** Node's code for why the chain or the name is not accepted, null when it is. */
  problem: string | null
}

/**
 * Shakes hands with an https address and reads its certificate, trusted or not. Sends nothing else.
 * @throws the socket's fault when there is no TLS server there.
 */
export async function inspectCertificate(
  url: URL | string,
  options: TransportOptions = {},
  timeoutSeconds = 10,
): Promise<CertificateReport> {
  const { hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const [{ address }] = await resolveAllowed(host, options.addressPolicy ?? { allowPrivate: true })
  const { promise, resolve, reject } = Promise.withResolvers<CertificateReport>()
  const socket = tls.connect({
    host: address,
    port: Number(port) || 443,
    rejectUnauthorized: false,
    ...(isIP(host) === 0 && { servername: host }),
    // node compares the certificate with the host it connects to: that must be the name, not the address behind it
    checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(host, certificate),
    ...(options.caPem && { ca: options.caPem }),
  })
  socket.setTimeout(timeoutSeconds * 1000, () => socket.destroy(new Error('The TLS handshake timed out.')))
  socket.on('error', reject)
  socket.on('secureConnect', () => {
    const certificate = socket.getPeerCertificate()
    // The types say Error; node stores the code as a string.
    const problem = socket.authorized
      ? null
      : String((socket.authorizationError as { code?: string }).code ?? socket.authorizationError)
    socket.destroy()
    resolve({
      subject: nameOf(certificate.subject),
      issuer: nameOf(certificate.issuer),
      validFrom: new Date(certificate.valid_from).toISOString(),
      validTo: new Date(certificate.valid_to).toISOString(),
      altNames: (certificate.subjectaltname ?? '').split(', ').filter((name) => name !== ''),
      selfSigned: JSON.stringify(certificate.subject) === JSON.stringify(certificate.issuer),
      problem,
    })
  })
  return promise
}

const nameOf = (name: tls.Certificate | undefined) => {
  const parts = Object.values((name ?? {}) as Record<string, string | string[]>).flat()
  return String(name?.CN ?? (parts.length > 0 ? parts.join(', ') : 'unknown'))
}
