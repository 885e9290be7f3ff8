/** What a security group rule may be. */
import type { Loose, SecurityGroupRule } from '../rows.ts'
import { rangeOf, toAddress } from './addresses.ts'
import { badRequest, neutronError } from './lists.ts'

const PROTOCOLS = [
  'ah',
  'dccp',
  'egp',
  'esp',
  'gre',
  'hopopt',
  'icmp',
  'igmp',
  'ip',
  'ipip',
  'ipv6-encap',
  'ipv6-frag',
  'ipv6-icmp',
  'icmpv6',
  'ipv6-nonxt',
  'ipv6-opts',
  'ipv6-route',
  'ospf',
  'pgm',
  'rsvp',
  'sctp',
  'tcp',
  'udp',
  'udplite',
  'vrrp',
]
const WITH_PORTS = ['tcp', 'udp', 'dccp', 'sctp', 'udplite', '6', '17', '33', '132', '136']

/** The network of a prefix, without host bits. */
export function normalized(cidr: string | null): string | null {
  const range = cidr === null ? null : rangeOf(cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`)
  return range && `${toAddress(range.first, range.version)}/${range.prefix}`
}

/** neutron/db/securitygroups_db.py, _validate_security_group_rule and its callees, in their order. */
export function checkRule(given: Loose): void {
  const { protocol, port_range_min: min, port_range_max: max, remote_ip_prefix: prefix } = given
  if (!['ingress', 'egress'].includes(given.direction))
    throw badRequest(`Invalid input for direction. Reason: '${given.direction}' is not in ['ingress', 'egress'].`)
  if (given.ethertype !== undefined && !['IPv4', 'IPv6'].includes(given.ethertype))
    throw badRequest(`Invalid input for ethertype. Reason: '${given.ethertype}' is not in ['IPv4', 'IPv6'].`)
  const number = /^\d+$/.test(String(protocol)) && Number(protocol) <= 255
  if (protocol !== null && !number && !PROTOCOLS.includes(String(protocol)))
    throw neutronError(
      400,
      'SecurityGroupRuleInvalidProtocol',
      `Security group rule protocol ${protocol} not supported. Only protocol values [None, ${PROTOCOLS.map((one) => `'${one}'`).join(', ')}] and integer representations [0 to 255] are supported.`,
    )
  for (const port of [min, max])
    if (port !== null && (!/^-?\d+$/.test(String(port)) || Number(port) < 0 || Number(port) > 65535))
      throw neutronError(400, 'SecurityGroupInvalidPortValue', `Invalid value for port ${port}`)
  if ((min !== null || max !== null) && protocol === null)
    throw neutronError(
      400,
      'SecurityGroupProtocolRequiredWithPorts',
      'Must also specify protocol if port range is given.',
    )
  if (WITH_PORTS.includes(String(protocol)) && (min === null) !== (max === null || max === undefined))
    throw neutronError(
      400,
      'SecurityGroupInvalidPortRange',
      'For TCP/UDP protocols, port_range_min must be <= port_range_max',
    )
  if (WITH_PORTS.includes(String(protocol)) && min !== null && Number(min) > Number(max))
    throw neutronError(
      400,
      'SecurityGroupInvalidPortRange',
      'For TCP/UDP protocols, port_range_min must be <= port_range_max',
    )
  if (/^(icmp|icmpv6|ipv6-icmp|1|58)$/.test(String(protocol))) {
    for (const [field, value] of [
      ['port_range_min (type)', min],
      ['port_range_max (code)', max],
    ] as const)
      if (value !== null && Number(value) > 255)
        throw neutronError(
          400,
          'SecurityGroupInvalidIcmpValue',
          `Invalid value for ICMP ${field} ${value}. It must be 0 to 255.`,
        )
    if (min === null && max !== null)
      throw neutronError(
        400,
        'SecurityGroupMissingIcmpType',
        `ICMP code (port-range-max) ${max} is provided but ICMP type (port-range-min) is missing.`,
      )
  }
  if (prefix && given.remote_group_id)
    throw neutronError(
      400,
      'SecurityGroupMultipleRemoteEntites',
      'Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.',
    )
  if (prefix) {
    const range = rangeOf(prefix.includes('/') ? prefix : `${prefix}/${prefix.includes(':') ? 128 : 32}`)
    if (!range) throw neutronError(400, 'InvalidCIDR', `Invalid CIDR ${prefix} given as IP prefix.`)
    if ((range.version === 6) !== ((given.ethertype ?? 'IPv4') === 'IPv6'))
      throw neutronError(
        400,
        'SecurityGroupRuleParameterConflict',
        `Conflicting value ethertype ${given.ethertype ?? 'IPv4'} for CIDR ${prefix}`,
      )
  }
}

export const sameRule = (a: SecurityGroupRule, b: Loose): boolean =>
  (['direction', 'ethertype', 'protocol', 'port_range_min', 'port_range_max', 'remote_group_id'] as const).every(
    (key) => (a[key] ?? null) === (b[key] ?? null),
  ) && normalized(a.remote_ip_prefix) === normalized(b.remote_ip_prefix)
