/** Address pairs seen from the instance: the same job on its one port of a subnet. */
import { and, eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { actionFor } from '../../api/define.ts'
import { guardRefusal, stateRefusal } from '../../api/refusal.ts'
import { permission } from '../../api/rules.ts'
import { conflict, fieldError } from '../../errors.ts'
import { acceptJob } from '../../jobs/accept.ts'
import { authorOf } from '../base/actions.ts'
import { instances } from '../instance/table.ts'
import type { SubnetRow } from '../subnet/table.ts'
import { instanceAddressPairsInput } from './input.ts'
import { setAddressPairsJob } from './jobs.ts'
import { planPairs } from './plans.ts'
import { guards } from './rules.ts'
import { ports } from './table.ts'

export const instancePortActions = {
  update_allowed_address_pairs: actionFor(instances)({
    summary: 'Replace the allowed address pairs of its port in a subnet',
    rule: permission('OPENSTACK_INSTANCE.MANAGE'),
    states: ['OK'],
    input: instanceAddressPairsInput,
    handle: async ({ row, input, call }) => {
      const subnet = await call.resolve<SubnetRow>('openstack-subnets', input.subnet, 'subnet')
      const own = await db
        .select()
        .from(ports)
        .where(and(eq(ports.instanceUuid, row.uuid), eq(ports.subnetUuid, subnet.uuid)))
      if (own.length === 0) throw fieldError('status', 'The instance has no port in this subnet.')
      if (own.length > 1) throw fieldError('status', 'The instance has several ports in this subnet.')
      const [port] = own
      const busy = stateRefusal({ states: ['OK'] }, port.state, '')
      if (busy) throw conflict(`The port is not OK. ${busy}`)
      const refusal = guardRefusal(guards.set_allowed_address_pairs, {
        port_security_enabled: port.portSecurityEnabled,
      })
      if (refusal) throw conflict(refusal.reason)
      await acceptJob({
        def: { path: 'openstack-ports' },
        job: setAddressPairsJob,
        row: port,
        plan: () => planPairs(port, input),
        author: authorOf(call.actor),
        label: 'Update allowed address pairs',
        event: 'resource_update_allowed_address_pairs',
      })
      return { status: 202, body: { status: 'allowed address pairs update was scheduled' } }
    },
  }),
}
