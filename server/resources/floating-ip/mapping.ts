/** The address of a floating IP as the outside sees it, behind the provider's NAT. Source: contract 4.8. */
export { externalAddress, mappingIn, mappingOf, mappingsOf, type NatMapping } from '../base/nat.ts'
