import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { defineResource, defineRoute } from '../../api/define.ts'
import { byUuid, contains, exact, holds } from '../../api/filters.ts'
import { signedIn } from '../../api/rules.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { createThroughOffering } from '../base/ordering.ts'
import { commonFilters, commonOrderings, tenantFilters } from '../base/present.ts'
import { providerScopeOf } from '../base/scope.ts'
import { floatingIps } from '../floating-ip/table.ts'
import { ports } from '../port/table.ts'
import { volumes } from '../volume/table.ts'
import { destroyInstance, instanceActions, updateInstance } from './actions.ts'
import { instanceOrderInput } from './input.ts'
import { instanceJobs } from './jobs.ts'
import { instanceSchema, presentInstances } from './schema.ts'
import { instanceSync } from './sync.ts'
import { instanceSecurityGroups, instances } from './table.ts'
import './order.ts'

const byFloatingAddress = (address: string) =>
  sql`${instances.uuid} in (select ${ports.instanceUuid} from ${ports} join ${floatingIps} on ${floatingIps.portUuid} = ${ports.uuid} where ${floatingIps.address} = ${address})`

export const instanceResource = defineResource({
  path: 'openstack-instances',
  model: 'Instance',
  resourceType: 'OpenStack.Instance',
  summary: 'Virtual machines',
  table: instances,
  schema: instanceSchema,
  visible: (actor) => visibleByScope(actor, instances),
  scopeOf: providerScopeOf,
  present: presentInstances,
  list: true,
  retrieve: true,
  filters: {
    ...commonFilters(instances),
    ...tenantFilters(instances),
    runtime_state: exact(instances.runtimeState, 'Nova status.'),
    external_ip: { description: 'Floating address.', where: ([address]) => byFloatingAddress(address) },
    availability_zone_name: contains(instances.availabilityZoneName, 'Part of the zone’s name.'),
    flavor_name: exact(instances.flavorName, 'Name of the flavor.'),
    image_name: exact(instances.imageName, 'Name of the image.'),
    security_group_uuid: byUuid('Security group of its ports.', (uuid) =>
      inArray(
        instances.uuid,
        db
          .select({ uuid: instanceSecurityGroups.instanceUuid })
          .from(instanceSecurityGroups)
          .where(eq(instanceSecurityGroups.securityGroupUuid, uuid)),
      ),
    ),
    attach_volume_uuid: byUuid('Instances that this volume can be attached to.', (uuid) =>
      and(
        sql`${instances.tenantUuid} = (select ${volumes.tenantUuid} from ${volumes} where ${volumes.uuid} = ${uuid} and ${volumes.instanceUuid} is null)`,
        eq(instances.state, 'OK'),
        inArray(instances.runtimeState, ['ACTIVE', 'SHUTOFF']),
      ),
    ),
    query: {
      description: 'Part of the name, a floating address or a fixed address.',
      where: ([text]) =>
        or(
          holds(instances.name, text),
          byFloatingAddress(text),
          sql`${instances.uuid} in (select ${ports.instanceUuid} from ${ports} where cast(${ports.fixedIps} as text) like ${`%"${text.replace(/[^0-9a-f.:]/gi, '')}"%`})`,
          inArray(instances.uuid, [text.replaceAll('-', '')]),
          inArray(instances.backendId, [text]),
        ),
    },
  },
  orderings: {
    ...commonOrderings(instances),
    start_time: instances.startTime,
    runtime_state: instances.runtimeState,
    ram: instances.ramMib,
    cores: instances.cores,
  },
  defaultOrder: [instances.name, instances.createdAt, instances.uuid],
  update: updateInstance,
  destroy: destroyInstance,
  actions: instanceActions,
  jobs: instanceJobs,
  sync: instanceSync,
  routes: [
    defineRoute({
      summary: 'Create an instance in a tenant (an order)',
      method: 'POST',
      path: '',
      rule: signedIn,
      input: instanceOrderInput.partial().extend({ tenant: z.string(), project: z.string().optional() }).loose(),
      status: 201,
      output: instanceSchema,
      handle: async ({ input, call }) => createThroughOffering(call, 'OpenStack.Instance', input),
    }),
  ],
})
