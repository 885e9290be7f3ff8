/** What is risky about rules. Warnings only: they never keep anybody from saving. */
import { covers, holds } from '../network/cidr.ts'
import { type Draft, peerCidr, readPorts } from './draft.ts'

export type Risk = { code: 'open' | 'allPorts' | 'shadowed'; values?: Record<string, string | number> }

/** Ports that are tried by strangers as soon as they are open. */
export const SENSITIVE: Readonly<Record<number, string>> = {
  22: 'SSH',
  3389: 'RDP',
  1433: 'SQL Server',
  3306: 'MySQL',
  5432: 'PostgreSQL',
  6379: 'Redis',
  9200: 'Elasticsearch',
  27017: 'MongoDB',
}

type Range = { from: number; to: number }

const rangeOf = (draft: Draft): Range | undefined => {
  const ports = readPorts(draft)
  if ('problem' in ports) return undefined
  return ports.from === -1 ? { from: -1, to: Number.POSITIVE_INFINITY } : ports
}

const isOpen = (draft: Draft): boolean => peerCidr(draft)?.prefix === 0

/** Whether everything that `inner` lets through passes by `outer` too. */
const isWider = (outer: Draft, inner: Draft): boolean => {
  if (outer.direction !== inner.direction || outer.ethertype !== inner.ethertype) return false
  if (outer.protocol !== '' && outer.protocol !== inner.protocol) return false
  const [wide, narrow] = [rangeOf(outer), rangeOf(inner)]
  if (!wide || !narrow) return false
  const isAll = wide.from === -1
  // Of ICMP the two numbers are type and code, and no range.
  if (inner.protocol === 'icmp' && !isAll && (wide.from !== narrow.from || (wide.to !== -1 && wide.to !== narrow.to)))
    return false
  if (inner.protocol !== 'icmp' && !isAll && (narrow.from === -1 || wide.from > narrow.from || wide.to < narrow.to))
    return false
  if (isOpen(outer)) return true
  if (outer.peer === 'group' || inner.peer === 'group') return outer.peer === inner.peer && outer.group === inner.group
  const [a, b] = [peerCidr(outer), peerCidr(inner)]
  return Boolean(a && b && covers(a, b))
}

/** Risks of one rule among the others. */
export const risksOf = (draft: Draft, all: readonly Draft[]): Risk[] => {
  const risks: Risk[] = []
  const range = rangeOf(draft)
  if (draft.direction === 'ingress' && isOpen(draft) && range) {
    if (range.from === -1 && draft.protocol !== 'icmp') risks.push({ code: 'allPorts' })
    else if (draft.protocol === 'tcp') {
      const names = Object.entries(SENSITIVE)
        .filter(([port]) => range.from <= Number(port) && Number(port) <= range.to)
        .map(([, name]) => name)
      if (names.length > 0) risks.push({ code: 'open', values: { what: names.join(', ') } })
    }
  }
  const wider = all.findIndex((other) => other !== draft && isWider(other, draft) && !isWider(draft, other))
  if (wider >= 0) risks.push({ code: 'shadowed', values: { row: wider + 1 } })
  return risks
}

/** Whether a group lets strangers in where they should not be. */
export const isRisky = (drafts: readonly Draft[]): boolean =>
  drafts.some((draft) => risksOf(draft, []).some(({ code }) => code !== 'shadowed'))

/** Rules that let the caller in by SSH or RDP, and would be gone: the caller may be connected through them. */
export const cutsOff = (before: readonly Draft[], after: readonly Draft[], address: string): boolean => {
  const lets = (drafts: readonly Draft[]) =>
    drafts.some((draft) => {
      const range = rangeOf(draft)
      const cidr = peerCidr(draft)
      return (
        draft.direction === 'ingress' &&
        ['tcp', ''].includes(draft.protocol) &&
        range &&
        [22, 3389].some((port) => range.from <= port && port <= range.to) &&
        cidr &&
        (cidr.prefix === 0 || (address !== '' && holds(cidr, address)))
      )
    })
  return lets(before) && !lets(after)
}
