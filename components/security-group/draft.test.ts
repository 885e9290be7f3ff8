import { expect, test } from 'vitest'
import { changesOf, copyOf, type Draft, draftOf, emptyDraft, inputOf, problemsOf } from './draft.ts'
import { cutsOff, isRisky, risksOf } from './risks.ts'

const draft = (more: Partial<Draft> = {}): Draft => ({ ...emptyDraft(), ports: '22', peer: 'anywhere', ...more })
const problems = (more: Partial<Draft>) => {
  const one = draft(more)
  return problemsOf([one]).get(one.key) ?? {}
}

test('ports are single, a range from low to high, or all', () => {
  expect(problems({ ports: '' })).toEqual({})
  expect(problems({ ports: '8000 - 8100' })).toEqual({})
  expect(problems({ ports: '70000' }).ports).toEqual({ code: 'portRange', values: { value: '70000' } })
  expect(problems({ ports: '0' }).ports?.code).toBe('portRange')
  expect(problems({ ports: '443-80' }).ports).toMatchObject({ code: 'portOrder', fix: '80-443' })
  expect(problems({ ports: 'ssh' }).ports?.code).toBe('portsForm')
})

test('ICMP has a type and a code', () => {
  expect(problems({ protocol: 'icmp', ports: '8/0' })).toEqual({})
  expect(problems({ protocol: 'icmp', ports: '256' }).ports?.code).toBe('icmpRange')
  expect(problems({ protocol: 'icmp', ports: '8-9' }).ports?.code).toBe('icmpForm')
})

test('a CIDR is of the rule’s IP version and has no host bits', () => {
  expect(problems({ peer: 'cidr', cidr: '10.0.0.5/24' }).cidr).toMatchObject({ code: 'hostBits', fix: '10.0.0.0/24' })
  expect(problems({ peer: 'cidr', cidr: 'fd00::/8' }).cidr?.code).toBe('cidrVersion')
  expect(problems({ peer: 'cidr', cidr: '10.0.0.0/33' }).cidr?.code).toBe('cidrForm')
  expect(problems({ peer: 'cidr', cidr: '' }).cidr?.code).toBe('cidrMissing')
  expect(problems({ peer: 'cidr', cidr: '10.0.0.5' })).toEqual({})
  expect(problems({ peer: 'group', group: '' }).group?.code).toBe('groupMissing')
})

test('the second of two equal rules is named', () => {
  const [one, two] = [draft(), draft({ ports: '22-22' })]
  expect(problemsOf([one, two]).get(two.key)?.row).toEqual({ code: 'twin', values: { row: 1 } })
  expect(problemsOf([one, draft({ direction: 'egress' })]).size).toBe(0)
})

test('a rule of the API comes back as it was', () => {
  const rule = {
    id: 7,
    ethertype: 'IPv4',
    direction: 'ingress',
    protocol: 'tcp',
    from_port: 80,
    to_port: 81,
    cidr: '10.0.0.0/8',
    description: 'x',
    remote_group: null,
  } as const
  expect(inputOf(draftOf(rule))).toEqual({ ...rule, cidr: '10.0.0.0/8' })
  expect(draftOf({ ...rule, from_port: -1, to_port: -1, cidr: '0.0.0.0/0' })).toMatchObject({
    ports: '',
    peer: 'anywhere',
  })
})

test('changes are told apart: added, changed, removed', () => {
  const [a, b] = [draft({ id: 1, key: 'a' }), draft({ id: 2, key: 'b', ports: '80' })]
  const edited = { ...a, ports: '2222' }
  const copy = copyOf(b)
  expect(changesOf([a, b], [edited, copy])).toEqual({
    added: [copy],
    changed: [{ old: a, draft: edited }],
    removed: [b],
  })
  expect(changesOf([a, b], [b, a])).toEqual({ added: [], changed: [], removed: [] })
})

test('what strangers try is a risk when it is open to all', () => {
  expect(risksOf(draft(), [])).toEqual([{ code: 'open', values: { what: 'SSH' } }])
  expect(risksOf(draft({ peer: 'cidr', cidr: '10.0.0.0/8' }), [])).toEqual([])
  expect(risksOf(draft({ ports: '443' }), [])).toEqual([])
  expect(risksOf(draft({ protocol: '', ports: '' }), [])).toEqual([{ code: 'allPorts' }])
  expect(isRisky([draft({ direction: 'egress', protocol: '', ports: '' })])).toBe(false)
})

test('a rule within a wider one changes nothing', () => {
  const wide = draft({ ports: '1-1000' })
  const narrow = draft({ ports: '80', peer: 'cidr', cidr: '10.0.0.0/8' })
  expect(risksOf(narrow, [wide, narrow])).toEqual([{ code: 'shadowed', values: { row: 1 } }])
  expect(risksOf(narrow, [draft({ ports: '1-79' }), narrow])).toEqual([])
  expect(risksOf(narrow, [draft({ protocol: 'udp', ports: '' }), narrow])).toEqual([])
})

test('losing the way in is noticed', () => {
  const way = draft({ peer: 'cidr', cidr: '192.0.2.0/24' })
  expect(cutsOff([way], [], '192.0.2.7')).toBe(true)
  expect(cutsOff([way], [], '198.51.100.7')).toBe(false)
  expect(cutsOff([way], [draft({ peer: 'cidr', cidr: '192.0.2.7/32' })], '192.0.2.7')).toBe(false)
})
