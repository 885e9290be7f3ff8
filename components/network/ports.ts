/** Ports as people know them. */
type PortLike = { uuid: string; name?: string; fixed_ips: readonly { ip_address: string }[]; network_name?: string }

/** Its address, its name, its network: what there is. */
export const portLabel = (port: PortLike): string => {
  const addresses = port.fixed_ips.map(({ ip_address }) => ip_address).join(', ')
  return [addresses || port.name || port.uuid, port.network_name].filter(Boolean).join(' · ')
}
