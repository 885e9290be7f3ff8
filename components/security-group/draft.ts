/** A rule while it is edited: as typed, what is wrong with it, what is risky, and how it is sent. */
import type { Objects } from '../api/schema.gen.ts'
import { addressVersion, type Cidr, hasHostBits, parseCidr } from '../network/cidr.ts'

export type GroupRule = Objects['openstack-security-groups']['rules'][number]

/** Where traffic comes from, or goes to. */
export type Peer = 'anywhere' | 'cidr' | 'group'

export type Draft = {
  /** Stable in the editor. */
  key: string
  /** Of a rule that the group has already. */
  id: number | null
  direction: 'ingress' | 'egress'
  ethertype: 'IPv4' | 'IPv6'
  /** Empty for any. The cloud may have others than we offer. */
  protocol: string
  /** As typed. Of TCP and UDP ports, of ICMP type and code; empty for all. */
  ports: string
  peer: Peer
  cidr: string
  group: string
  description: string
}

let keys = 0
const newKey = () => `new-${++keys}`

/** Nothing is carried over from the rule before. */
export const emptyDraft = (): Draft => ({
  key: newKey(),
  id: null,
  direction: 'ingress',
  ethertype: 'IPv4',
  protocol: 'tcp',
  ports: '',
  peer: 'cidr',
  cidr: '',
  group: '',
  description: '',
})

/** The same rule once more, as a new one. */
export const copyOf = (draft: Draft): Draft => ({ ...draft, key: newKey(), id: null })

const isAny = (port: number | null) => port === null || port === -1
const ANYWHERE = ['0.0.0.0/0', '::/0', '']

const portsText = ({ protocol, from_port: from, to_port: to }: GroupRule): string => {
  if (isAny(from)) return ''
  if (protocol === 'icmp') return isAny(to) ? String(from) : `${from}/${to}`
  return from === to || isAny(to) ? String(from) : `${from}-${to}`
}

export const draftOf = (rule: GroupRule): Draft => ({
  key: `rule-${rule.id}`,
  id: rule.id,
  direction: rule.direction,
  ethertype: rule.ethertype,
  protocol: rule.protocol,
  ports: portsText(rule),
  peer: rule.remote_group_uuid ? 'group' : ANYWHERE.includes(rule.cidr ?? '') ? 'anywhere' : 'cidr',
  cidr: ANYWHERE.includes(rule.cidr ?? '') ? '' : (rule.cidr ?? ''),
  group: rule.remote_group_uuid ?? '',
  description: rule.description,
})

/** A problem is a name for its text, with what the text tells. `fix` is what was probably meant. */
export type Problem = { code: string; values?: Record<string, string | number>; fix?: string }
export type Problems = { ports?: Problem; cidr?: Problem; group?: Problem; row?: Problem }

const PORT_MOST = 65_535
const ICMP_MOST = 255

/** The two numbers that the API wants, or what is wrong with what was typed. */
export const readPorts = ({ protocol, ports }: Draft): { from: number; to: number } | { problem: Problem } => {
  const text = ports.replaceAll(/\s/g, '').replace('–', '-')
  if (text === '' || protocol === '') return { from: -1, to: -1 }
  if (protocol === 'icmp') {
    const [, type, code] = /^(\d{1,9})(?:\/(\d{1,9}))?$/.exec(text) ?? []
    if (type === undefined) return { problem: { code: 'icmpForm' } }
    const over = [type, code ?? '0'].find((number) => Number(number) > ICMP_MOST)
    if (over !== undefined) return { problem: { code: 'icmpRange', values: { value: over } } }
    return { from: Number(type), to: code === undefined ? -1 : Number(code) }
  }
  const [, first, last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? []
  if (first === undefined) return { problem: { code: 'portsForm' } }
  const [from, to] = [Number(first), Number(last)]
  const over = [from, to].find((port) => port < 1 || port > PORT_MOST)
  if (over !== undefined) return { problem: { code: 'portRange', values: { value: String(over) } } }
  if (from > to)
    return { problem: { code: 'portOrder', values: { from: String(from), to: String(to) }, fix: `${to}-${from}` } }
  return { from, to }
}

const cidrProblem = ({ cidr: typed, ethertype }: Draft): Problem | undefined => {
  const cidr = typed.trim()
  if (cidr === '') return { code: 'cidrMissing' }
  const version = addressVersion(cidr)
  const parsed = version ? parseCidr(`${cidr}/${version === 4 ? 32 : 128}`) : parseCidr(cidr)
  if (!parsed) return { code: 'cidrForm' }
  if ((parsed.version === 4) !== (ethertype === 'IPv4'))
    return { code: 'cidrVersion', values: { cidr, version: `IPv${parsed.version}`, ethertype } }
  return hasHostBits(parsed)
    ? { code: 'hostBits', values: { cidr, fix: parsed.network }, fix: parsed.network }
    : undefined
}

/** What two rules have in common that the cloud counts as one. */
const identity = (draft: Draft): string => {
  const ports = readPorts(draft)
  return JSON.stringify([
    draft.direction,
    draft.ethertype,
    draft.protocol,
    'from' in ports && [ports.from, ports.to],
    draft.peer === 'group'
      ? draft.group
      : draft.peer === 'cidr'
        ? (parseCidr(draft.cidr)?.network ?? draft.cidr.trim())
        : '',
    draft.peer === 'group',
  ])
}

/** What must be mended before the rules can be saved, by row. */
export const problemsOf = (drafts: readonly Draft[]): Map<string, Problems> => {
  const found = new Map<string, Problems>()
  const seen = new Map<string, number>()
  for (const [index, draft] of drafts.entries()) {
    const ports = readPorts(draft)
    const problems: Problems = {}
    if ('problem' in ports) problems.ports = ports.problem
    const cidr = draft.peer === 'cidr' ? cidrProblem(draft) : undefined
    if (cidr) problems.cidr = cidr
    if (draft.peer === 'group' && !draft.group) problems.group = { code: 'groupMissing' }
    const sound = Object.keys(problems).length === 0
    const twin = seen.get(identity(draft))
    if (sound && twin !== undefined) problems.row = { code: 'twin', values: { row: twin + 1 } }
    else if (sound) seen.set(identity(draft), index)
    if (Object.keys(problems).length > 0) found.set(draft.key, problems)
  }
  return found
}

/** The addresses on the other side; undefined for groups and for what is no CIDR. */
export const peerCidr = (draft: Draft): Cidr | undefined => {
  if (draft.peer === 'group') return undefined
  if (draft.peer === 'anywhere') return parseCidr(draft.ethertype === 'IPv4' ? '0.0.0.0/0' : '::/0')
  const version = addressVersion(draft.cidr.trim())
  return parseCidr(version ? `${draft.cidr.trim()}/${version === 4 ? 32 : 128}` : draft.cidr)
}

/** What `set_rules` takes. Only for drafts without problems. */
export const inputOf = (draft: Draft) => {
  const ports = readPorts(draft)
  const { from, to } = 'from' in ports ? ports : { from: -1, to: -1 }
  return {
    ...(draft.id !== null && { id: draft.id }),
    direction: draft.direction,
    ethertype: draft.ethertype,
    protocol: draft.protocol,
    from_port: from,
    to_port: to,
    cidr: draft.peer === 'cidr' ? draft.cidr.trim() : null,
    remote_group: draft.peer === 'group' ? `/api/openstack-security-groups/${draft.group}/` : null,
    description: draft.description.trim(),
  }
}

/** What a save would do. A rule that kept its id and says something else is changed. */
export const changesOf = (before: readonly Draft[], after: readonly Draft[]) => {
  const same = (a: Draft, b: Draft) => JSON.stringify(inputOf(a)) === JSON.stringify(inputOf(b))
  const known = new Map(before.map((draft) => [draft.id, draft]))
  const kept = new Set(after.map(({ id }) => id))
  return {
    added: after.filter(({ id }) => id === null),
    changed: after.flatMap((draft) => {
      const old = draft.id === null ? undefined : known.get(draft.id)
      return old && !same(old, draft) ? [{ old, draft }] : []
    }),
    removed: before.filter(({ id }) => !kept.has(id)),
  }
}

/** In the order in which people look for them. */
export const sorted = (drafts: readonly Draft[]): Draft[] => {
  const port = (draft: Draft) => {
    const ports = readPorts(draft)
    return 'from' in ports ? ports.from : 0
  }
  return [...drafts].sort(
    (a, b) =>
      b.direction.localeCompare(a.direction) ||
      a.protocol.localeCompare(b.protocol) ||
      port(a) - port(b) ||
      a.ethertype.localeCompare(b.ethertype) ||
      a.cidr.localeCompare(b.cidr),
  )
}
