/** Causes reported by the cloud, in the words a person reads (screens 17.3). The raw text always stays beside them. */
import { isOpenStackError, type OpenStackError } from '../openstack/errors.ts'
import { StepFailure } from './define.ts'

export type Explanation = {
  /** A plain sentence. */
  message: string
  /** The cloud's own words and where they came from; shown one click away. Empty when it was not the cloud. */
  detail: Record<string, unknown>
}

/** What services call their quotas, as people say it. */
const QUOTA_WORDS: Record<string, string> = {
  cores: 'vCPU',
  ram: 'RAM',
  instances: 'instances',
  gigabytes: 'storage',
  volumes: 'volumes',
  floatingip: 'floating IPs',
  network: 'networks',
  subnet: 'subnets',
  port: 'ports',
  router: 'routers',
  security_group: 'security groups',
  security_group_rule: 'security group rules',
}
const quotaWord = (name: string) => QUOTA_WORDS[name] ?? name.replace(/^gigabytes_(.+)$/, 'storage of type $1')
const numbers = (list: string) => list.split(',').map((one) => Number(one.trim()))
const needs = (needed: string, free: string, limit: string) =>
  `Needs ${needed}, ${free} free (limit of the cloud: ${limit}).`

/** Nova: "Quota exceeded for cores, ram: Requested 4, 8192, but already used 18, 4096 of 20, 51200 cores, ram". */
const novaQuota = (text: string): string | undefined => {
  const found =
    /quota exceeded for ([\w, ]+): requested ([\d, ]+), but already used ([\d, ]+) of ([\d, ]+?) [a-z]/i.exec(text)
  if (!found) return undefined
  const names = found[1].split(',').map((name) => name.trim())
  const [wanted, used, limits] = [numbers(found[2]), numbers(found[3]), numbers(found[4])]
  return names
    .map((name, i) => {
      const unit = name === 'ram' ? ' MiB' : ''
      const free = Math.max(0, limits[i] - used[i])
      return needs(`${wanted[i]}${unit} ${quotaWord(name)}`, `${free}${unit}`, `${limits[i]}${unit}`)
    })
    .join(' ')
}

/** Cinder: "exceeds allowed gigabytes quota. Requested 10G, quota is 5G and 0G has been consumed." */
const cinderQuota = (text: string): string | undefined => {
  const found = /exceeds allowed (\w+) quota\. Requested (\d+)G, quota is (\d+)G and (\d+)G has been consumed/i.exec(
    text,
  )
  if (!found) return undefined
  const free = Math.max(0, Number(found[3]) - Number(found[4]))
  return needs(`${found[2]} GiB ${quotaWord(found[1])}`, `${free} GiB`, `${found[3]} GiB`)
}

/** Cinder and Neutron name the quota without numbers. */
const bareQuota = (text: string): string | undefined => {
  const found =
    /quota exceeded for resources: \['?([\w', ]+?)'?\]/i.exec(text) ?? /maximum number of (\w+) allowed/i.exec(text)
  if (!found) return undefined
  const names = found[1].split(',').map((name) => quotaWord(name.replaceAll("'", '').trim()))
  return `The cloud's own quota of ${names.join(' and ')} is used up.`
}

const GIB = 1024 ** 3
/** Cinder and Nova, of a disk that is too small for the image it is to be made from. */
const imageTooLarge = (text: string): string | undefined => {
  const gib =
    /size of specified image (\d+)GB/i.exec(text)?.[1] ?? /smaller than the image minDisk size (\d+)GB/i.exec(text)?.[1]
  if (gib) return `The image needs at least ${gib} GiB disk.`
  const bytes = /disk is too small.* image is (\d+) bytes/i.exec(text)?.[1]
  if (bytes) return `The image needs at least ${Math.ceil(Number(bytes) / GIB)} GiB disk.`
  if (/memory is too small/i.test(text)) return 'The image needs more RAM than the flavor has.'
}

/** Neutron, of an address that cannot be had: neutron_lib/exceptions, IpAddressInUse, IpAddressAlreadyAllocated, InvalidIpForSubnet. */
const address = (text: string): string | undefined => {
  const taken = /ip address ([\da-f.:]+) (?:is |already )(?:in use|allocated)/i.exec(text)?.[1]
  if (taken) return `${taken} is already taken.`
  const strange = /ip address ([\da-f.:]+) is not a valid ip for/i.exec(text)?.[1]
  if (strange) return `${strange} does not belong to the subnet.`
}

/** Neutron names the ports that keep a network; of a subnet it only says that there are some. */
const portsInUse = (text: string): string | undefined => {
  const ids = /ports still in use .*: ([\da-f, -]+)/i.exec(text)?.[1].split(',').length
  if (ids) return `It is still in use by ${ids === 1 ? '1 port' : `${ids} ports`}.`
}

/** Causes whose sentence holds facts of the cloud's own. */
const READERS = [novaQuota, cinderQuota, bareQuota, imageTooLarge, address, portsInUse]

const PATTERNS: readonly [RegExp, string][] = [
  [/no valid host/i, 'The region has no room for this flavor right now.'],
  [/no more ip addresses available/i, 'The address pool is empty: no free address is left.'],
  [
    /flavor'?s? (disk|memory|ram) is too small|image .* (larger|too large)|minimum (disk|memory|ram)/i,
    'The image needs a larger disk or more memory than was chosen.',
  ],
  [
    /unable to find .* route|external network .* (is )?not reachable|not reachable from subnet/i,
    'The subnet has no router to the external network.',
  ],
  [
    /console.*(unavailable|not.*enabled|disabled)|unavailableconsole/i,
    'This region offers no console of this kind right now.',
  ],
  [/already allocated/i, 'The address is already taken.'],
  [/not in the (subnet|cidr)/i, 'The address does not belong to the subnet.'],
  [/dependent snapshots|ha(s|ve) snapshots/i, 'The volume is attached or still has snapshots.'],
  [
    /one or more ports (still )?in use|have an ip allocation from|has active ports|still has ports|in use by/i,
    'It is still in use by ports.',
  ],
]

const byKind = (error: OpenStackError): string => {
  const { service } = error
  switch (error.kind) {
    case 'timeout':
      return 'The cloud did not answer in time; the action may still finish.'
    case 'connection':
      return `The portal cannot reach the cloud's ${service} service.`
    case 'dns':
      return `The portal cannot find the address of the cloud's ${service} service.`
    case 'tls':
      return `The portal cannot reach the cloud's ${service} service safely.`
    case 'auth':
      return "The provider's access to the cloud failed."
    case 'quota':
      return "The cloud's own quota is exceeded."
    case 'not_found':
      return 'It was removed outside the portal.'
    case 'busy':
    case 'conflict':
      return 'The object is in a state that does not allow this.'
    case 'rate_limit':
      return 'The cloud asks to slow down.'
    case 'server':
      return `The cloud's ${service} service had a fault of its own.`
    case 'bad_response':
      return `The cloud's ${service} service gave an answer that makes no sense.`
    default:
      return 'The cloud refused this.'
  }
}

/** The plain sentence for a text of the cloud, when the cause is known. */
export const plainCause = (text: string): string | undefined => {
  for (const read of READERS) {
    const sentence = read(text)
    if (sentence) return sentence
  }
  return PATTERNS.find(([pattern]) => pattern.test(text))?.[1]
}

export const explain = (error: unknown): Explanation => {
  if (error instanceof StepFailure) return { message: error.message, detail: error.detail }
  if (isOpenStackError(error))
    return {
      message: plainCause(error.message) ?? byKind(error),
      detail: {
        service: error.service,
        status: error.status,
        kind: error.kind,
        code: error.code ?? '',
        text: error.message,
        openstack_request_id: error.requestId,
      },
    }
  return { message: 'Something went wrong in the portal itself. The operator finds the cause in the log.', detail: {} }
}

/** One line for `error_message`: the sentence, the cloud's words and request id. */
export const errorLine = ({ message, detail }: Explanation): string => {
  const text = typeof detail.text === 'string' ? detail.text : ''
  if (!text) return message
  const id = detail.openstack_request_id ? `, request ${detail.openstack_request_id}` : ''
  return `${message} The cloud said: ${text} (${detail.service}${id})`
}
