/** What orders of instances and volumes have in common. */
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { AnyTable, Call } from '../../api/define.ts'
import { check } from '../../api/input.ts'
import { conflict, fieldError, notFound } from '../../errors.ts'
import { type Acceptance, acceptJob } from '../../jobs/accept.ts'
import { placeCreation, placeTermination } from '../../marketplace/place.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { offerings } from '../offering/table.ts'
import type { ProjectRow } from '../project/table.ts'
import { type TenantRow, tenants } from '../tenant/table.ts'

/** An order's attributes by the type's schema. @throws ApiError 400 with the fields. */
export const parseAttributes = <T>(schema: z.ZodType<T>, attributes: unknown): T => check(schema, attributes) as T

/** Reads an object from the cloud on behalf of its marketplace resource. @throws ApiError 409 in a state that forbids it. */
export const acceptPull = ({ def, job, row, author }: Pick<Acceptance<AnyTable>, 'def' | 'job' | 'row' | 'author'>) => {
  if (row.state !== 'OK' && row.state !== 'ERRED') throw conflict('Valid states for operation: OK, ERRED.')
  if (!row.backendId) throw conflict('The object is not in the cloud.')
  return acceptJob({ def, job, row, author, label: 'Pull', event: 'resource_pull' })
}

/** The tenant behind a private offering. @throws ApiError 400 when it is not ready. */
export const readyTenant = async (tenantUuid: string | null): Promise<TenantRow> => {
  const [tenant] = tenantUuid ? await db.select().from(tenants).where(eq(tenants.uuid, tenantUuid)) : []
  if (!tenant) throw fieldError('offering', 'The tenant of this offering is gone.')
  if (tenant.state !== 'OK') throw fieldError('offering', 'The tenant is not ready: its state must be OK.')
  return tenant
}

/** Orders the end of what stands behind an object: the brief's DELETE routes. */
export const terminateObject = async (
  call: Call,
  objectUuid: string,
  model: string,
  attributes: Record<string, unknown> = {},
) => {
  const [resource] = await db.select().from(marketplaceResources).where(eq(marketplaceResources.scopeUuid, objectUuid))
  if (!resource) throw notFound(model)
  if (resource.state !== 'OK' && resource.state !== 'Erred') throw conflict('Another action is running on the object.')
  const order = await placeTermination(call.actor, resource, attributes)
  return order.state === 'executing' || order.state === 'done'
    ? { status: 202, body: { detail: 'Deletion was scheduled.' } }
    : { status: 202, body: { order_uuid: order.uuid } }
}

/** Orders an object of a tenant through its private offering: the brief's POST routes. */
export const createThroughOffering = async (
  call: Call,
  type: 'OpenStack.Instance' | 'OpenStack.Volume',
  input: { tenant: string; project?: string } & Record<string, unknown>,
) => {
  const tenant = await call.resolve<TenantRow>('openstack-tenants', input.tenant, 'tenant')
  const rows = await db.select().from(offerings).where(eq(offerings.tenantUuid, tenant.uuid))
  const offering = rows.find((row) => row.type === type)
  if (!offering) throw fieldError('tenant', 'The tenant has no offering of this kind yet.')
  const project = await call.resolve<ProjectRow>('projects', input.project ?? tenant.projectUuid, 'project')
  const { tenant: _, project: __, ...attributes } = input
  const order = await placeCreation(call, { offering, project, attributes, limits: {} })
  const [resource] = await db
    .select()
    .from(marketplaceResources)
    .where(eq(marketplaceResources.uuid, order.resourceUuid))
  if (!resource?.scopeUuid) return { status: 202, body: { order_uuid: order.uuid } }
  const collection = type === 'OpenStack.Instance' ? 'openstack-instances' : 'openstack-volumes'
  return { status: 201, body: await call.render(collection, resource.scopeUuid) }
}
