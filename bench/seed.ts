/** Rows as a busy portal has them: instances with disks, network cards, addresses and groups. Written straight. */
import { db, transaction } from '../db/client.ts'
import { newUuid } from '../server/ids.ts'
import { customers } from '../server/resources/customer/table.ts'
import { floatingIps } from '../server/resources/floating-ip/table.ts'
import { instanceSecurityGroups, instances } from '../server/resources/instance/table.ts'
import { marketplaceResources } from '../server/resources/marketplace-resource/table.ts'
import { networks } from '../server/resources/network/table.ts'
import { categories, offerings } from '../server/resources/offering/table.ts'
import { portSecurityGroups, ports } from '../server/resources/port/table.ts'
import { projects } from '../server/resources/project/table.ts'
import { providers } from '../server/resources/provider/table.ts'
import { securityGroupRules, securityGroups } from '../server/resources/security-group/table.ts'
import { subnets } from '../server/resources/subnet/table.ts'
import { tenants } from '../server/resources/tenant/table.ts'
import { volumes } from '../server/resources/volume/table.ts'

const BATCH = 200
const INSTANCES_PER_TENANT = 500

type Rows = Record<string, unknown>[]
const insert = async (table: Parameters<typeof db.insert>[0], rows: Rows) => {
  for (let i = 0; i < rows.length; i += BATCH) {
    const part = rows.slice(i, i + BATCH)
    // One statement a row is quicker than one of ten thousand parameters.
    await transaction(async () => {
      for (let j = 0; j < part.length; j += 20) await db.insert(table).values(part.slice(j, j + 20) as never)
    })
  }
}

/** @returns the organisation and project that all rows stand in. */
export const seedInstances = async (count: number): Promise<{ customerUuid: string; projectUuid: string }> => {
  const now = new Date()
  const times = { createdAt: now, modifiedAt: now }
  const [customerUuid, projectUuid, settingsUuid, categoryUuid] = [newUuid(), newUuid(), newUuid(), newUuid()]
  await db.insert(customers).values({ uuid: customerUuid, name: 'Bench organisation', ...times })
  await db.insert(projects).values({ uuid: projectUuid, customerUuid, name: 'Bench project', ...times })
  await db.insert(providers).values({ uuid: settingsUuid, customerUuid, name: 'Bench cloud', secrets: '', ...times })
  await db.insert(categories).values({ uuid: categoryUuid, title: 'Virtual machines' })
  for (let first = 0; first < count; first += INSTANCES_PER_TENANT) {
    const size = Math.min(INSTANCES_PER_TENANT, count - first)
    const tenantUuid = newUuid()
    const place = { tenantUuid, projectUuid, customerUuid, settingsUuid }
    const base = () => ({ uuid: newUuid(), state: 'OK' as const, ...place, ...times, backendId: newUuid() })
    await db.insert(tenants).values({ ...base(), uuid: tenantUuid, name: `tenant-${first}` })
    const offering = (type: 'OpenStack.Instance' | 'OpenStack.Volume') => ({
      uuid: newUuid(),
      name: `${type} in tenant-${first}`,
      type,
      state: 'Active' as const,
      categoryUuid,
      customerUuid,
      projectUuid,
      settingsUuid,
      tenantUuid,
      ...times,
    })
    const machines = offering('OpenStack.Instance')
    const disks = offering('OpenStack.Volume')
    await db.insert(offerings).values([machines, disks])
    const network = { ...base(), name: 'net' }
    const subnet = { ...base(), name: 'subnet', networkUuid: network.uuid, cidr: '10.0.0.0/16' }
    await db.insert(networks).values(network)
    await db.insert(subnets).values(subnet)
    const groups = ['default', 'web'].map((name) => ({ ...base(), name }))
    await db.insert(securityGroups).values(groups)
    await db.insert(securityGroupRules).values(
      groups.flatMap((group, g) =>
        [22, 80, 443].map((port, p) => ({
          id: first * 10 + g * 5 + p + 1,
          securityGroupUuid: group.uuid,
          protocol: 'tcp',
          fromPort: port,
          toPort: port,
          cidr: '0.0.0.0/0',
        })),
      ),
    )
    const rows = {
      instances: [] as Rows,
      volumes: [] as Rows,
      ports: [] as Rows,
      addresses: [] as Rows,
      links: [] as Rows,
      portLinks: [] as Rows,
      resources: [] as Rows,
    }
    const resource = (scope: { uuid: string; name: string }, of: typeof machines) => ({
      uuid: newUuid(),
      name: scope.name,
      state: 'OK',
      offeringUuid: of.uuid,
      projectUuid,
      customerUuid,
      scopeType: of.type,
      scopeUuid: scope.uuid,
      ...times,
    })
    for (let i = 0; i < size; i++) {
      const name = `vm-${String(first + i).padStart(5, '0')}`
      const instance = {
        ...base(),
        name,
        runtimeState: i % 5 === 0 ? 'SHUTOFF' : 'ACTIVE',
        cores: 2,
        ramMib: 4096,
        diskMib: 30_720,
        flavorName: 'm1.medium',
        imageName: 'Debian 12',
        startTime: now,
      }
      rows.instances.push(instance)
      rows.resources.push(resource(instance, machines))
      for (const disk of ['system', 'data']) {
        const volume = {
          ...base(),
          name: `${name}-${disk}`,
          sizeMib: 15_360,
          bootable: disk === 'system',
          typeName: 'ssd',
          instanceUuid: instance.uuid,
          runtimeState: 'in-use',
          device: disk === 'system' ? '/dev/vda' : '/dev/vdb',
        }
        rows.volumes.push(volume)
        rows.resources.push(resource(volume, disks))
      }
      const port = {
        ...base(),
        name: `${name}-port`,
        networkUuid: network.uuid,
        subnetUuid: subnet.uuid,
        instanceUuid: instance.uuid,
        runtimeState: 'ACTIVE',
        macAddress: 'fa:16:3e:00:00:01',
        fixedIps: [{ ip_address: `10.0.${i >> 8}.${i & 255}`, subnet_id: subnet.backendId }],
        deviceId: instance.backendId,
        deviceOwner: 'compute:nova',
      }
      rows.ports.push(port)
      for (const group of groups) {
        rows.links.push({ instanceUuid: instance.uuid, securityGroupUuid: group.uuid })
        rows.portLinks.push({ portUuid: port.uuid, securityGroupUuid: group.uuid })
      }
      if (i % 3 === 0)
        rows.addresses.push({
          ...base(),
          name: `203.0.113.${i & 255}`,
          address: `203.0.113.${i & 255}`,
          portUuid: port.uuid,
          runtimeState: 'ACTIVE',
        })
    }
    await insert(instances, rows.instances)
    await insert(volumes, rows.volumes)
    await insert(ports, rows.ports)
    await insert(floatingIps, rows.addresses)
    await insert(instanceSecurityGroups, rows.links)
    await insert(portSecurityGroups, rows.portLinks)
    await insert(marketplaceResources, rows.resources)
  }
  return { customerUuid, projectUuid }
}
