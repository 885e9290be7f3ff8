/** What may be asked of a floating IP. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { actionFor, type Call } from '../../api/define.ts'
import { stateRefusal } from '../../api/refusal.ts'
import { conflict, fieldError } from '../../errors.ts'
import { commonActions } from '../base/actions.ts'
import type { InstanceRow } from '../instance/table.ts'
import { type PortRow, ports } from '../port/table.ts'
import type { SubnetRow } from '../subnet/table.ts'
import { assignInput, attachInput, descriptionInput } from './input.ts'
import { attachJob, deleteFloatingIpJob, describeJob, detachJob, pullFloatingIpJob } from './jobs.ts'
import { guards } from './rules.ts'
import { type FloatingIpRow, floatingIps } from './table.ts'

const action = actionFor(floatingIps)

const mustBeInCloud = (row: { backendId: string }) => {
  if (!row.backendId) throw conflict('The object is not in the cloud.')
}

/** @throws ApiError 400 on `field` for a port of another tenant or without IPv4, 409 when it is not OK. */
const planAttach = (row: FloatingIpRow, port: PortRow, field: string) => {
  mustBeInCloud(row)
  if (port.tenantUuid !== row.tenantUuid) throw fieldError(field, 'The port is of another tenant.')
  const refusal = stateRefusal({ states: ['OK'] }, port.state, '')
  if (refusal) throw conflict(`The port is not OK. ${refusal}`)
  mustBeInCloud(port)
  if (!port.fixedIps.some((fixed) => fixed.ip_address.includes('.')))
    throw fieldError(field, 'The port has no IPv4 address.')
  return { params: { portUuid: port.uuid, before: row.portUuid } }
}

type AssignInput = { port?: string | null; instance?: string | null; subnet?: string | null }

/** The one port that the brief's form means. @throws ApiError 400 by field. */
const portMeant = async (input: AssignInput, call: Call): Promise<{ port: PortRow; field: string }> => {
  if (input.port) return { port: await call.resolve<PortRow>('openstack-ports', input.port, 'port'), field: 'port' }
  const instance = await call.resolve<InstanceRow>('openstack-instances', input.instance ?? '', 'instance')
  const own = await db.select().from(ports).where(eq(ports.instanceUuid, instance.uuid))
  if (own.length === 0) throw fieldError('instance', 'The instance has no port.')
  if (!input.subnet) {
    if (own.length > 1) throw fieldError('subnet', 'The instance has several ports: name the subnet.')
    return { port: own[0], field: 'instance' }
  }
  const subnet = await call.resolve<SubnetRow>('openstack-subnets', input.subnet, 'subnet')
  const port = own.find((one) => one.fixedIps.some((fixed) => fixed.subnet_id === subnet.backendId))
  if (!port) throw fieldError('subnet', 'The instance has no port in this subnet.')
  return { port, field: 'subnet' }
}

const attached = { status: 202, body: { status: 'attaching was scheduled' } }

export const destroyFloatingIpAction = action({ summary: 'Release the address', job: deleteFloatingIpJob })

export const floatingIpActions = {
  attach_to_port: action({
    summary: 'Attach to a port',
    label: 'Attach',
    guards: guards.attach,
    input: attachInput,
    job: attachJob,
    plan: async ({ row, input, call }) =>
      planAttach(row, await call.resolve<PortRow>('openstack-ports', input.port, 'port'), 'port'),
    answer: attached,
  }),
  assign: action({
    summary: 'Attach to a port, or to an instance',
    label: 'Attach',
    event: 'resource_attach_to_port',
    guards: guards.attach,
    input: assignInput,
    job: attachJob,
    plan: async ({ row, input, call }) => {
      const { port, field } = await portMeant(input, call)
      return planAttach(row, port, field)
    },
    answer: attached,
  }),
  detach_from_port: action({
    summary: 'Take off its port',
    aliases: ['unassign'],
    label: 'Detach',
    guards: guards.detach,
    job: detachJob,
    plan: ({ row }) => {
      mustBeInCloud(row)
      return { params: { before: row.portUuid } }
    },
    answer: { status: 202, body: { status: 'detaching was scheduled' } },
  }),
  update_description: action({
    summary: 'Change the description',
    input: descriptionInput,
    job: describeJob,
    plan: ({ row, input: { description } }) => {
      mustBeInCloud(row)
      return { patch: { description }, params: { description, before: row.description } }
    },
    answer: { status: 202, body: { status: 'Description was updated' } },
  }),
  ...commonActions({ table: floatingIps, path: 'openstack-floating-ips', pull: pullFloatingIpJob }),
}
