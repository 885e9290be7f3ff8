/** How a tenant's objects hang together, told by API. */
import { expect, test } from 'vitest'
import { registry } from '../../registry.ts'
import { apiOf, makeHolder } from '../../testing/api.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { makeFloatingIp } from '../floating-ip/factory.ts'
import { makeInstance } from '../instance/factory.ts'
import { makeNetwork } from '../network/factory.ts'
import { makePort } from '../port/factory.ts'
import { makeRouter } from '../router/factory.ts'
import { makeSubnet } from '../subnet/factory.ts'
import { tenants } from './table.ts'

openTestDatabase()

// biome-ignore lint/suspicious/noExplicitAny: public JSON
type Json = any

const makeTenant = () => {
  const values = resourceValues('tenant')
  return insertRow(tenants, { ...values, tenantUuid: values.uuid })
}
const inside = ({ uuid, projectUuid, customerUuid, settingsUuid }: Awaited<ReturnType<typeof makeTenant>>) => ({
  tenantUuid: uuid,
  projectUuid,
  customerUuid,
  settingsUuid,
})

test('the objects and how they hang together; nothing of a neighbour, and no edge into nothing', async () => {
  const tenant = await makeTenant()
  const here = inside(tenant)
  const network = await makeNetwork(here)
  const subnet = await makeSubnet({ ...here, networkUuid: network.uuid })
  const router = await makeRouter(here)
  const instance = await makeInstance(here)
  const at = { ...here, networkUuid: network.uuid, subnetUuid: subnet.uuid }
  const [nic, interface_] = [
    await makePort({ ...at, instanceUuid: instance.uuid }),
    await makePort({ ...at, deviceId: router.backendId, deviceOwner: 'network:router_interface' }),
  ]
  const address = await makeFloatingIp({ ...here, portUuid: nic.uuid })
  const neighbour = await makeTenant()
  const foreign = await makeNetwork(inside(neighbour))
  await makePort({ ...inside(neighbour), networkUuid: foreign.uuid, subnetUuid: null, instanceUuid: instance.uuid })

  const api = apiOf(registry, makeHolder('PROJECT.READER', 'project', tenant.projectUuid))
  const { status, body } = await api('GET', `/api/openstack-tenants/${tenant.uuid}/topology/`)
  expect(status).toBe(200)
  const names = new Map<string, string>(body.nodes.map((node: Json) => [node.id, node.name]))
  expect(body.nodes.map((node: Json) => node.uuid).sort()).toEqual(
    [tenant, network, subnet, router, instance, nic, interface_, address].map(({ uuid }) => uuid).sort(),
  )
  const told = body.edges.map((edge: Json) => `${names.get(edge.source)} ${edge.kind} ${names.get(edge.target)}`)
  expect(told.sort()).toEqual(
    [
      `${tenant.name} contains ${network.name}`,
      `${tenant.name} contains ${router.name}`,
      `${tenant.name} contains ${instance.name}`,
      `${network.name} has_subnet ${subnet.name}`,
      `${subnet.name} has_port ${nic.name}`,
      `${subnet.name} has_port ${interface_.name}`,
      `${nic.name} attached_to ${instance.name}`,
      `${router.name} has_interface ${interface_.name}`,
      `${address.name} floating_for ${nic.name}`,
    ].sort(),
  )
})
