/** Ports of a server. Reference: Compute API v2.1, "Port interfaces". */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const Interface = z.object({
  port_id: z.string(),
  net_id: z.string(),
  mac_addr: z.string().nullish(),
  port_state: z.string(),
  fixed_ips: z.array(z.object({ subnet_id: z.string(), ip_address: z.string() })).nullish(),
})
export type Interface = z.infer<typeof Interface>

export const listInterfaces = async (nova: ServiceClient, serverId: string) =>
  (await nova.get(['servers', serverId, 'os-interface'], z.object({ interfaceAttachments: z.array(Interface) })))
    .interfaceAttachments

/** Done when it answers. @throws OpenStackError 400 if the port is in use, 409 if the server's state forbids it */
export async function attachInterface(nova: ServiceClient, serverId: string, portId: string): Promise<Interface> {
  const body = { interfaceAttachment: { port_id: portId } }
  return (
    await nova.post(['servers', serverId, 'os-interface'], z.object({ interfaceAttachment: Interface }), { body })
  ).interfaceAttachment
}

/** Accepted, not done: a port that was made by us is kept and loses its device. */
export const detachInterface = (nova: ServiceClient, serverId: string, portId: string) =>
  nova.delete(['servers', serverId, 'os-interface', portId])
