/** Checks of a fixed address against its subnet: what the server would refuse, said on blur. */
import ipaddr from 'ipaddr.js'

export type AddressProblem = 'invalid' | 'outside' | 'gateway' | 'reserved'

/** What is wrong with an address in a subnet, apart from being taken; undefined when nothing is. */
export const addressProblem = (
  address: string,
  subnet: { cidr: string; gateway_ip: string | null },
): AddressProblem | undefined => {
  // `isValid` of the library takes "10.1" and "0x7f" too.
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return 'invalid'
  const parsed = ipaddr.parse(address)
  const [network, bits] = ipaddr.parseCIDR(subnet.cidr)
  if (parsed.kind() !== network.kind() || !parsed.match([network, bits])) return 'outside'
  if (subnet.gateway_ip && parsed.toString() === ipaddr.parse(subnet.gateway_ip).toString()) return 'gateway'
  if (parsed.kind() !== 'ipv4' || bits > 30) return undefined
  const edges = [ipaddr.IPv4.networkAddressFromCIDR(subnet.cidr), ipaddr.IPv4.broadcastAddressFromCIDR(subnet.cidr)]
  return edges.some((edge) => edge.toString() === parsed.toString()) ? 'reserved' : undefined
}
