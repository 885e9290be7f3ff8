/** What may be asked of a network. */
import { and, eq, ne, notInArray, or } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { actionFor } from '../../api/define.ts'
import { members } from '../../api/rules.ts'
import { conflict } from '../../errors.ts'
import { commonActions } from '../base/actions.ts'
import { planText } from '../base/neutron.ts'
import { ports } from '../port/table.ts'
import { setMtuInput, updateNetworkInput } from './input.ts'
import { deleteNetworkJob, dropBelow, pullNetworkJob, setMtuJob, updateNetworkJob } from './jobs.ts'
import { networks } from './table.ts'

const action = actionFor(networks)

const SHOWN = 5

/** @throws ApiError 409 naming the ports that keep the network from going. */
const refuseWhileUsed = async (networkUuid: string) => {
  const used = await db
    .select({ name: ports.name, uuid: ports.uuid, instanceUuid: ports.instanceUuid })
    .from(ports)
    .where(
      and(
        eq(ports.networkUuid, networkUuid),
        ne(ports.backendId, ''),
        or(
          eq(ports.deviceOwner, ''),
          notInArray(ports.deviceOwner, [
            'network:dhcp',
            'network:router_interface',
            'network:router_interface_distributed',
            'network:ha_router_replicated_interface',
          ]),
        ),
      ),
    )
  if (used.length === 0) return
  const names = used.slice(0, SHOWN).map((port) => port.name || port.uuid)
  const more = used.length > SHOWN ? ` and ${used.length - SHOWN} more` : ''
  const verb = used.length === 1 ? 'port still uses' : 'ports still use'
  throw conflict(`${used.length} ${verb} it: ${names.join(', ')}${more}.`)
}

export const updateNetworkAction = action({
  summary: 'Change name and description',
  rule: members,
  label: 'Update',
  event: 'resource_update',
  input: updateNetworkInput,
  job: updateNetworkJob,
  plan: ({ row, input }) => planText(row, input),
})

export const destroyNetworkAction = action({
  summary: 'Delete the network and its subnet',
  rule: members,
  job: deleteNetworkJob,
  plan: async ({ row }) => {
    // Removing what failed is forced; what the cloud keeps is remembered.
    if (row.state === 'OK') await refuseWhileUsed(row.uuid)
    return {}
  },
})

export const networkActions = {
  set_mtu: action({
    summary: 'Set the MTU',
    rule: members,
    label: 'Set MTU',
    input: setMtuInput,
    job: setMtuJob,
    plan: ({ row, input }) => {
      if (!row.backendId) throw conflict('The object is not in the cloud.')
      return { params: input, context: { old_mtu: row.mtu, new_mtu: input.mtu } }
    },
    answer: ({ input }) => ({ status: 202, body: { mtu: input.mtu } }),
  }),
  ...commonActions({ table: networks, path: 'openstack-networks', pull: pullNetworkJob, remove: dropBelow }),
}
