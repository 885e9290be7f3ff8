/** What may be asked of a port. */
import { actionFor } from '../../api/define.ts'
import { permission } from '../../api/rules.ts'
import { commonActions } from '../base/actions.ts'
import { planText } from '../base/neutron.ts'
import { addressPairsInput, portIpInput, securityGroupsInput, updatePortInput } from './input.ts'
import {
  deletePortJob,
  forgetPort,
  pullPortJob,
  setAddressPairsJob,
  setAdminStateJob,
  setPortGroupsJob,
  setPortSecurityJob,
  updatePortIpJob,
  updatePortJob,
} from './jobs.ts'
import { mustBeInCloud, planPairs, planPortGroups, planPortIp } from './plans.ts'
import { guards } from './rules.ts'
import { type PortRow, ports } from './table.ts'

const action = actionFor(ports)

export const updatePortAction = action({
  summary: 'Change name and description',
  label: 'Update',
  event: 'resource_update',
  input: updatePortInput,
  job: updatePortJob,
  plan: ({ row, input }) => planText(row, input),
})

export const destroyPortAction = action({ summary: 'Delete the port', guards: guards.destroy, job: deletePortJob })

/** An action of contract 3.3 that answers 200 without a body once the cloud has done it. */
const switched = {
  // Upstream checks no state; one job at a time per object is ours.
  states: ['OK', 'ERRED'] as const,
  wait: true,
  answer: { status: 200 },
}
const planOf =
  <P>(params: P) =>
  ({ row }: { row: PortRow }) => {
    mustBeInCloud(row)
    return { params }
  }

export const portActions = {
  enable_port: action({ ...switched, summary: 'Enable', job: setAdminStateJob, plan: planOf({ up: true }) }),
  disable_port: action({ ...switched, summary: 'Disable', job: setAdminStateJob, plan: planOf({ up: false }) }),
  enable_port_security: action({
    ...switched,
    summary: 'Switch port security on',
    job: setPortSecurityJob,
    plan: planOf({ enabled: true }),
  }),
  disable_port_security: action({
    ...switched,
    summary: 'Switch port security off and take its security groups away',
    guards: guards.disable_port_security,
    job: setPortSecurityJob,
    plan: planOf({ enabled: false }),
  }),
  update_port_ip: action({
    ...switched,
    summary: 'Give the port another address',
    label: 'Update port IP',
    input: portIpInput,
    job: updatePortIpJob,
    plan: ({ row, input, call }) => planPortIp(row, input, call),
  }),
  update_security_groups: action({
    summary: 'Replace the security groups',
    guards: guards.update_security_groups,
    input: securityGroupsInput,
    job: setPortGroupsJob,
    plan: ({ row, input, call }) => planPortGroups(row, input.security_groups, call),
    answer: { status: 202, body: { status: 'security groups update was scheduled' } },
  }),
  set_allowed_address_pairs: action({
    summary: 'Replace the allowed address pairs',
    rule: permission('OPENSTACK_INSTANCE.MANAGE'),
    wait: true,
    guards: guards.set_allowed_address_pairs,
    input: addressPairsInput,
    job: setAddressPairsJob,
    plan: ({ row, input }) => planPairs(row, input),
    answer: async ({ row, call }) => ({ status: 200, body: await call.render('openstack-ports', row.uuid) }),
  }),
  ...commonActions({ table: ports, path: 'openstack-ports', pull: pullPortJob, remove: forgetPort }),
}
