/** Instances as tests need them: made over the REST API in the demo's tenant, gone at the end. */
import type { Api, Json } from './api.ts'

/** The demo's tenant. The portal answers before the demo has made it, so the first to ask waits. */
export const playgroundOf = async (api: Api): Promise<Json> => {
  const [tenant] = await api.until<Json[]>(
    '/api/openstack-tenants/?name_exact=playground',
    (found) => found[0]?.state === 'OK',
  )
  return tenant
}

const named = async (api: Api, collection: string, tenant: string, name: string): Promise<Json> => {
  // A tenant that has just been made reads its groups and images a moment later.
  const [found] = await api.until<Json[]>(
    `/api/${collection}/?tenant_uuid=${tenant}&name_exact=${encodeURIComponent(name)}`,
    (rows) => rows.length > 0,
    20,
  )
  return found
}

export type Wanted = {
  name: string
  flavor?: string
  image?: string
  systemMib?: number
  dataMib?: number
  floating?: boolean
}

/** Orders an instance; does not wait. @returns the order */
export const orderInstance = async (api: Api, wanted: Wanted): Promise<Json> => {
  const tenant = await playgroundOf(api)
  const [offering] = await api.until<Json[]>(
    `/api/marketplace-public-offerings/?scope_uuid=${tenant.uuid}&type=OpenStack.Instance`,
    (found) => found.length > 0,
  )
  const [subnet] = await api.until<Json[]>(
    `/api/openstack-subnets/?tenant_uuid=${tenant.uuid}`,
    (found) => found[0]?.state === 'OK',
    20,
  )
  const group = await named(api, 'openstack-security-groups', tenant.uuid, 'default')
  const flavor = await named(api, 'openstack-flavors', tenant.uuid, wanted.flavor ?? 'tiny')
  const image = await named(api, 'openstack-images', tenant.uuid, wanted.image ?? 'Built-in Linux')
  return api.post('/api/marketplace-orders/', {
    offering: offering.url,
    project: `/api/projects/${tenant.project_uuid}/`,
    limits: {},
    attributes: {
      name: wanted.name,
      flavor: flavor.url,
      image: image.url,
      system_volume_size: wanted.systemMib ?? 1024,
      data_volumes: wanted.dataMib ? [{ size: wanted.dataMib }] : [],
      ports: [{ subnet: subnet.url }],
      floating_ips: wanted.floating ? [{ subnet: subnet.url }] : [],
      security_groups: [{ url: group.url }],
    },
  })
}

/** Makes an instance and waits until it runs. @returns it */
export const makeInstance = async (api: Api, wanted: Wanted): Promise<Json> => {
  const order = await orderInstance(api, wanted)
  return api.until(
    `/api/openstack-instances/${order.resource_uuid}/`,
    ({ state }) => state === 'OK' || state === 'ERRED',
  )
}

/** Deletes an instance with all that belongs to it, whatever its state, and waits until it is gone. */
export const removeInstance = async (api: Api, uuid: string): Promise<void> => {
  const path = `/api/openstack-instances/${uuid}/`
  if ((await api.call('GET', path)).status === 404) return
  await api.until(path, ({ state }) => state === 'OK' || state === 'ERRED')
  const answer = await api.call('DELETE', `${path}?delete_volumes=true&release_floating_ips=true`)
  if (answer.status >= 400)
    throw new Error(`deleting ${uuid} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  for (let i = 0; i < 240; i++) {
    if ((await api.call('GET', path)).status === 404) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`the instance ${uuid} did not go`)
}

/** Sets limits of the demo's tenant as staff and waits until the portal knows them; gives what puts them back. */
export const limitQuotas = async (staff: Api, limits: Record<string, number>): Promise<() => Promise<void>> => {
  const tenant = await playgroundOf(staff)
  const quotas = tenant.quotas as { name: string; limit: number }[]
  const before = Object.fromEntries(
    Object.keys(limits).map((name) => [name, quotas.find((one) => one.name === name)!.limit]),
  )
  const set = async (wanted: Record<string, number>) => {
    await staff.until(`/api/openstack-tenants/${tenant.uuid}/`, ({ state }) => state === 'OK')
    await staff.post(`/api/openstack-tenants/${tenant.uuid}/set_quotas/`, wanted)
    await staff.until(
      `/api/openstack-tenants/${tenant.uuid}/`,
      (now) =>
        now.state === 'OK' &&
        Object.entries(wanted).every(
          ([name, limit]) => now.quotas.find((one: Json) => one.name === name).limit === limit,
        ),
    )
  }
  await set(limits)
  return () => set(before)
}

/** Used and free amounts of a quota of the demo's tenant. */
export const usedOf = async (api: Api, name: string): Promise<number> => {
  const tenant = await playgroundOf(api)
  return tenant.quotas.find((one: Json) => one.name === name).usage
}
