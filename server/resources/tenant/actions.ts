/** What may be asked of a tenant (contract 3.3, 4.1, 4.2). */
import { z } from 'zod'
import { actionFor } from '../../api/define.ts'
import { anyOf, permission, provider, staff } from '../../api/rules.ts'
import { neighbourhoodOf } from '../../clouds.ts'
import { conflict, fieldError } from '../../errors.ts'
import { passwordProblem } from '../../identity/password.ts'
import { volumeTypeNames } from '../../marketplace/follow-types.ts'
import { archivePrivateOfferings, renamePrivateOfferings } from '../../marketplace/private-offerings.ts'
import type { PropertyGroup } from '../../properties/pull.ts'
import { decrypt, encrypt } from '../../secrets.ts'
import { authorOf, commonActions } from '../base/actions.ts'
import { backendInstanceSchema, backendInstances, backendVolumeSchema, backendVolumes } from './backend.ts'
import { dropTenantRows } from './drop-rows.ts'
import { type TenantUpdate, tenantUpdateInput } from './input.ts'
import { changePasswordJob, pullPropertiesJob, pullQuotasJob, pullTenantJob, updateTenantJob } from './jobs.ts'
import { assertFreeName } from './names.ts'
import { presentQuota, quotaSchema, quotasOf } from './schema.ts'
import { acceptQuotas, parseQuotas } from './set-quotas.ts'
import { type TenantRow, tenants } from './table.ts'
import { terminateTenant } from './terminate.ts'
import { topologyOf, topologySchema } from './topology.ts'

const action = actionFor(tenants)

const status = (text: string) => ({ status: 202, body: { status: text, detail: text } })

/** A read of what the provider offers, asked for from a tenant. */
const pullGroup = (what: string, group: PropertyGroup) =>
  action({
    summary: `Read the ${what} from the cloud now`,
    states: ['OK'],
    label: `Pull ${what}`,
    event: 'resource_pull',
    job: pullPropertiesJob,
    plan: () => ({ params: { groups: [group] } }),
    answer: status(`${what} pull was scheduled`),
  })

const passwordInput = z.object({ user_password: z.string().min(1).max(50) })

export const updateTenant = action<TenantUpdate, unknown>({
  summary: 'Change name, description, default zone or default volume type',
  states: ['OK'],
  input: tenantUpdateInput,
  label: 'Update',
  event: 'resource_update',
  plan: async ({ row, input }) => {
    const patch: Partial<TenantRow> = {}
    if (input.name !== undefined && input.name !== row.name) {
      await assertFreeName(await neighbourhoodOf(row.settingsUuid), input.name, row.uuid)
      patch.name = input.name
    }
    if (input.description !== undefined) patch.description = input.description
    if (input.availability_zone !== undefined) patch.availabilityZone = input.availability_zone
    const type = input.default_volume_type_name
    if (type && !(await volumeTypeNames(row.settingsUuid)).includes(type))
      throw fieldError('default_volume_type_name', 'The provider has no such volume type.')
    if (type !== undefined) patch.defaultVolumeTypeName = type
    if (patch.name) await renamePrivateOfferings(row.uuid, patch.name)
    return {
      patch,
      params: {
        name: patch.name ?? row.name,
        description: patch.description ?? row.description,
        before: { name: row.name, description: row.description },
      },
    }
  },
  job: updateTenantJob,
})

export const destroyTenant = action({
  summary: 'Terminate the tenant by an order',
  description: 'The same as terminate/ of its marketplace resource.',
  rule: permission('RESOURCE.TERMINATE'),
  states: ['OK', 'ERRED'],
  handle: ({ row, call }) => terminateTenant(row, call),
})

export const tenantActions = {
  ...commonActions({
    table: tenants,
    path: 'openstack-tenants',
    pull: pullTenantJob,
    remove: async (row) => {
      await archivePrivateOfferings(row.uuid)
      await dropTenantRows(row.uuid)
    },
  }),
  set_quotas: action({
    summary: 'Set quotas and push them to the cloud',
    description: 'Any subset of the quotas by name. Unknown names are ignored.',
    rule: anyOf(staff, provider),
    states: ['OK'],
    input: z.record(z.string(), z.unknown()),
    handle: async ({ row, input, call }) => {
      const { reason, ...body } = input
      const limits = parseQuotas(body, await volumeTypeNames(row.settingsUuid))
      const context = typeof reason === 'string' && reason ? { reason: reason.slice(0, 500) } : {}
      if (Object.keys(limits).length > 0) await acceptQuotas(row, limits, authorOf(call.actor), context)
      return status('Quota update has been scheduled')
    },
  }),
  quotas: action({
    summary: 'Quotas',
    method: 'GET',
    output: z.array(quotaSchema),
    handle: async ({ row }) => ({
      status: 200,
      body: ((await quotasOf([row.uuid])).get(row.uuid) ?? []).map(presentQuota),
    }),
  }),
  topology: action({
    summary: 'How its objects hang together',
    method: 'GET',
    output: topologySchema,
    handle: async ({ row }) => ({ status: 200, body: await topologyOf(row) }),
  }),
  backend_instances: action({
    summary: 'Servers that its project has in the cloud now',
    method: 'GET',
    cloudError: 'detail',
    output: z.array(backendInstanceSchema),
    handle: async ({ row, call }) => ({ status: 200, body: await backendInstances(row, call.actor) }),
  }),
  backend_volumes: action({
    summary: 'Volumes that its project has in the cloud now',
    method: 'GET',
    cloudError: 'detail',
    output: z.array(backendVolumeSchema),
    handle: async ({ row }) => ({ status: 200, body: await backendVolumes(row) }),
  }),
  pull_quotas: action({
    summary: 'Read limits and usage from the cloud now',
    states: ['OK'],
    label: 'Pull quotas',
    event: 'resource_pull',
    job: pullQuotasJob,
    answer: status('Quotas pull was scheduled'),
  }),
  pull_flavors: pullGroup('flavors', 'flavors'),
  pull_images: pullGroup('images', 'images'),
  pull_volume_types: pullGroup('volume types', 'volume_types'),
  change_password: action({
    summary: "Change the password of the tenant's user in the cloud",
    states: ['OK'],
    input: passwordInput,
    label: 'Change password',
    event: 'resource_change_password',
    job: changePasswordJob,
    plan: ({ row, input: { user_password } }) => {
      const problem = passwordProblem(user_password, row.userUsername)
      if (problem) throw fieldError('user_password', problem)
      if (row.userPassword && decrypt(row.userPassword) === user_password)
        throw fieldError('user_password', 'The new password must differ from the present one.')
      if (!row.userBackendId) throw conflict('The tenant has no user in the cloud.')
      return { params: { sealed: encrypt(user_password) } }
    },
    answer: status('password change was scheduled'),
  }),
}
