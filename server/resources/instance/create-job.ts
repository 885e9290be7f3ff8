/**
 * Making an instance (contract 4.4): its volumes first, then its ports, then the server that is given both, then its
 * floating addresses. Everything bears our mark from the call that makes it and is taken back when a later step fails.
 */
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { invariant } from '../../errors.ts'
import { Again, jobFor, type Step, type StepContext, StepFailure } from '../../jobs/define.ts'
import { plainCause } from '../../jobs/explain.ts'
import { setCompanions } from '../../marketplace/companions.ts'
import { getVolume } from '../../openstack/cinder/volumes.ts'
import { isGone } from '../../openstack/errors.ts'
import type { ServiceClient } from '../../openstack/http.ts'
import {
  createFloatingIp,
  deleteFloatingIp,
  findFloatingIpsByDescription,
  updateFloatingIp,
} from '../../openstack/neutron/floatingips.ts'
import {
  createPort,
  deletePort,
  findPortsByDescription,
  getPort,
  type Port,
  updatePort,
} from '../../openstack/neutron/ports.ts'
import { createKeyPair, getKeyPair } from '../../openstack/nova/keypairs.ts'
import { createServer, deleteServer, findServersByTag, getServer } from '../../openstack/nova/servers.ts'
import { descriptionMark, tagMark } from '../base/marks.ts'
import { setPortGroups } from '../base/ports.ts'
import { networks } from '../network/table.ts'
import type { PortRow } from '../port/table.ts'
import { securityGroups } from '../security-group/table.ts'
import { tenants } from '../tenant/table.ts'
import { columnsFromCinder, creatingStatus, makeVolume, unmakeVolume, volumeFailure } from '../volume/cloud.ts'
import type { VolumeRow } from '../volume/table.ts'
import { buildingStatus, columnsFromNova, serverStatus } from './cloud.ts'
import { partsOf, setFloatingIp, setInstanceGroups, setPort, setVolume } from './parts.ts'
import { type InstanceRow, instanceSecurityGroups, instances } from './table.ts'

const params = z.object({
  /** Nova's flavor. */
  flavorId: z.string(),
  /** OpenSSH text; null when the instance has no key of ours. */
  publicKey: z.string().nullable(),
  configDrive: z.boolean().nullable(),
  /** Nova's id of the server group to be scheduled in. */
  serverGroupId: z.string().nullable().default(null),
  metadata: z.record(z.string(), z.string()).default({}),
})
export type CreateParams = z.infer<typeof params>
type Context = StepContext<InstanceRow, CreateParams>
type CreateStep = Step<InstanceRow, CreateParams>

const VOLUME_FAILED = ['error', 'error_deleting', 'gone']
const LOOK_SECONDS = 1

const groupIds = async (instanceUuid: string): Promise<string[]> => {
  const links = await db
    .select({ uuid: instanceSecurityGroups.securityGroupUuid })
    .from(instanceSecurityGroups)
    .where(eq(instanceSecurityGroups.instanceUuid, instanceUuid))
  if (links.length === 0) return []
  const rows = await db
    .select({ id: securityGroups.backendId })
    .from(securityGroups)
    .where(
      inArray(
        securityGroups.uuid,
        links.map((row) => row.uuid),
      ),
    )
  return rows.map((row) => row.id)
}

const createVolumes: CreateStep = {
  name: 'create_volumes',
  run: async (context) => {
    for (const row of (await partsOf(context.row.uuid)).volumes)
      await makeVolume(context, row, (backendId, runtimeState) =>
        setVolume(row, { backendId, runtimeState, state: 'CREATING' }),
      )
  },
  undo: async (context) => {
    for (const row of (await partsOf(context.row.uuid)).volumes) {
      await unmakeVolume(context, row.uuid)
      await context.write(() => setVolume(row, { backendId: '', runtimeState: '' }))
    }
  },
}

const waitForVolumes: CreateStep = {
  name: 'wait_for_volumes',
  poll: async ({ cloud, row, shared }) => {
    const { cinder } = await cloud()
    const states = []
    for (const volume of (await partsOf(row.uuid)).volumes)
      states.push(await creatingStatus(cinder, volume.backendId, shared))
    return (
      states.find((state) => VOLUME_FAILED.includes(state)) ??
      states.find((state) => state !== 'available') ??
      'available'
    )
  },
  until: ['available'],
  fail: VOLUME_FAILED,
  failure: async ({ cloud, row }) => {
    const { cinder } = await cloud()
    for (const volume of (await partsOf(row.uuid)).volumes) {
      const { status } = await getVolume(cinder, volume.backendId)
      if (VOLUME_FAILED.includes(status)) return volumeFailure(cinder, volume.backendId, status)
    }
    return new StepFailure('A volume of the instance was removed outside the portal.')
  },
  everySeconds: 2,
  timeoutSeconds: 3600,
}

const createPorts: CreateStep = {
  name: 'create_ports',
  run: async (context) => {
    const { neutron } = await context.cloud()
    const { row } = context
    const [tenant] = await db.select().from(tenants).where(eq(tenants.uuid, row.tenantUuid))
    const groups = await groupIds(row.uuid)
    for (const port of (await partsOf(row.uuid)).ports) {
      if (!port.madeWithInstance) continue
      const [network] = await db.select().from(networks).where(eq(networks.uuid, port.networkUuid))
      await context.once(`port:${port.uuid}`, {
        find: async () => (await findPortsByDescription(neutron, descriptionMark(port.uuid)))[0],
        create: () =>
          createPort(neutron, {
            network_id: network.backendId,
            project_id: tenant.backendId,
            name: port.name,
            description: descriptionMark(port.uuid),
            // `ip_address` empty: any address of the subnet.
            fixed_ips: port.fixedIps.map(({ ip_address, subnet_id }) => ({
              subnet_id,
              ...(ip_address && { ip_address }),
            })),
            ...(port.portSecurityEnabled
              ? groups.length > 0 && { security_groups: groups }
              : { port_security_enabled: false, security_groups: [] }),
          }),
        save: async (made) => setPort(port, { backendId: made.id, state: 'CREATING' }),
      })
    }
  },
  undo: async (context) => {
    const { neutron } = await context.cloud()
    for (const port of (await partsOf(context.row.uuid)).ports) {
      await context.unmake(`port:${port.uuid}`, {
        find: async () => (await findPortsByDescription(neutron, descriptionMark(port.uuid)))[0],
        remove: (id) => deletePort(neutron, id),
      })
      if (port.madeWithInstance) await context.write(() => setPort(port, { backendId: '', runtimeState: '' }))
    }
  },
}

/** Nova keeps key pairs per user, 100 each, so they belong to the tenant's own user; the server is created as that user. */
const uploadKey: CreateStep = {
  name: 'upload_key',
  when: ({ params }) => params.publicKey !== null,
  run: async ({ tenantUser, row, params }) => {
    const { nova } = await tenantUser()
    const existing = await getKeyPair(nova, row.keyName).catch((error) => {
      if (isGone(error)) return undefined
      throw error
    })
    if (!existing) {
      await createKeyPair(nova, { name: row.keyName, public_key: params.publicKey! })
      return
    }
    const body = (key: string) => key.trim().split(/\s+/).slice(0, 2).join(' ')
    if (body(existing.public_key) !== body(params.publicKey!))
      throw new StepFailure('The cloud has another key under the name of this one.', {
        service: 'nova',
        text: row.keyName,
      })
  },
}

const findServer = async ({ cloud, row }: Context) => {
  const { nova } = await cloud()
  return (await findServersByTag(nova, tagMark(row.uuid))).find(({ status }) => status !== 'DELETED')
}

const createServerStep: CreateStep = {
  name: 'create_server',
  run: async (context) => {
    const { row, params } = context
    const { nova } = await context.tenantUser()
    const parts = await partsOf(row.uuid)
    invariant(parts.volumes.length > 0, 'an instance boots from a volume')
    await context.once('server', {
      find: () => findServer(context),
      create: () =>
        createServer(
          nova,
          {
            name: row.name,
            flavorRef: params.flavorId,
            networks: parts.ports.length > 0 ? parts.ports.map((port) => ({ port: port.backendId })) : 'none',
            block_device_mapping_v2: parts.volumes.map((volume, index) => ({
              boot_index: index === 0 ? 0 : -1,
              uuid: volume.backendId,
              source_type: 'volume',
              destination_type: 'volume',
              // The portal deletes volumes itself: the user chooses which ones stay.
              delete_on_termination: false,
            })),
            ...(params.publicKey !== null && { key_name: row.keyName }),
            ...(row.userData && { user_data: Buffer.from(row.userData, 'utf8').toString('base64') }),
            ...(row.availabilityZoneName && { availability_zone: row.availabilityZoneName }),
            ...(params.configDrive !== null && { config_drive: params.configDrive }),
            ...(row.description && { description: row.description }),
            metadata: params.metadata,
            tags: [tagMark(row.uuid)],
          },
          { group: params.serverGroupId ?? undefined },
        ),
      save: async ({ id }) => {
        await db.update(instances).set({ backendId: id, runtimeState: 'BUILDING' }).where(eq(instances.uuid, row.uuid))
      },
    })
  },
  undo: async (context) => {
    const { nova } = await context.cloud()
    await context.unmake('server', {
      find: () => findServer(context),
      remove: async (id) => {
        const { status } = await serverStatus(nova, id)
        if (status === 'gone') return
        await deleteServer(nova, id).catch((error) => {
          if (!isGone(error)) throw error
        })
        throw new Again(LOOK_SECONDS, 'Waiting for the server to go.')
      },
    })
    await context.save({ backendId: '', runtimeState: '' })
  },
}

const waitForServer: CreateStep = {
  name: 'wait_for_server',
  poll: async ({ cloud, row, shared }) => buildingStatus((await cloud()).nova, row.backendId, shared),
  until: ['ACTIVE'],
  fail: ['ERROR', 'gone', 'SHUTOFF'],
  failure: async ({ cloud, row }, status) => {
    if (status === 'gone') return new StepFailure('The server was removed outside the portal while it was built.')
    const server = await getServer((await cloud()).nova, row.backendId)
    const text = server.fault?.message ?? `The server's status is ${status}.`
    return new StepFailure(plainCause(text) ?? 'The cloud could not start the instance.', {
      service: 'nova',
      text,
      status,
    })
  },
  everySeconds: 3,
  timeoutSeconds: 3600,
}

const assignFloatingIps: CreateStep = {
  name: 'assign_floating_ips',
  when: async ({ row }) => (await partsOf(row.uuid)).floatingIps.length > 0,
  run: async (context) => {
    const { neutron } = await context.cloud()
    const { row } = context
    const parts = await partsOf(row.uuid)
    const [tenant] = await db.select().from(tenants).where(eq(tenants.uuid, row.tenantUuid))
    for (const address of parts.floatingIps) {
      const port = parts.ports.find(({ uuid }) => uuid === address.portUuid)!
      const fixed = (await getPort(neutron, port.backendId)).fixed_ips[0]?.ip_address
      let id = address.backendId
      if (!id) {
        id = await context.once(`floating_ip:${address.uuid}`, {
          find: async () => (await findFloatingIpsByDescription(neutron, descriptionMark(address.uuid)))[0],
          create: () =>
            createFloatingIp(neutron, {
              floating_network_id: address.backendNetworkId,
              project_id: tenant.backendId,
              description: descriptionMark(address.uuid),
            }),
          save: async (made) =>
            setFloatingIp(address, {
              backendId: made.id,
              address: (made as { floating_ip_address?: string }).floating_ip_address ?? '',
              name: (made as { floating_ip_address?: string }).floating_ip_address ?? '',
            }),
        })
      }
      const attached = await updateFloatingIp(neutron, id, {
        port_id: port.backendId,
        description: address.description,
      })
      await context.write(() =>
        setFloatingIp(address, {
          state: 'OK',
          action: '',
          runtimeState: 'ACTIVE',
          address: attached.floating_ip_address,
          name: attached.floating_ip_address,
          fixedIpAddress: fixed ?? '',
        }),
      )
    }
  },
  undo: async (context) => {
    const { neutron } = await context.cloud()
    for (const address of (await partsOf(context.row.uuid)).floatingIps) {
      const made = context.recall(`floating_ip:${address.uuid}`) !== undefined
      await context.unmake(`floating_ip:${address.uuid}`, {
        find: async () => (await findFloatingIpsByDescription(neutron, descriptionMark(address.uuid)))[0],
        remove: (id) => deleteFloatingIp(neutron, id),
      })
      if (made) await context.write(() => setFloatingIp(address, { backendId: '', address: '', runtimeState: '' }))
      else if (address.backendId) await updateFloatingIp(neutron, address.backendId, { port_id: null })
    }
  },
}

type ReadPort = (neutron: ServiceClient, row: PortRow) => Promise<Port>

/** Stores what the cloud says of the server and of all that belongs to it. */
export const readBackInstance = async (
  context: Pick<Context, 'cloud' | 'row' | 'write' | 'save'>,
  readPort: ReadPort = (neutron, row) => getPort(neutron, row.backendId),
): Promise<void> => {
  const { nova, cinder, neutron } = await context.cloud()
  const parts = await partsOf(context.row.uuid)
  const [server, disks, nics] = await Promise.all([
    getServer(nova, context.row.backendId),
    Promise.all(parts.volumes.map(async (row) => ({ row, volume: await getVolume(cinder, row.backendId) }))),
    Promise.all(parts.ports.map(async (row) => ({ row, port: await readPort(neutron, row) }))),
  ])
  const confirmedAt = new Date()
  // A port that was asked for without groups bears the tenant's `default` one.
  const groupIdsNow = [...new Set(nics.flatMap(({ port }) => port.security_groups))]
  const groups =
    groupIdsNow.length > 0
      ? await db
          .select()
          .from(securityGroups)
          .where(
            and(eq(securityGroups.tenantUuid, context.row.tenantUuid), inArray(securityGroups.backendId, groupIdsNow)),
          )
      : []
  const groupUuidOf = new Map(groups.map((group) => [group.backendId, group.uuid]))
  await context.write(async () => {
    await setInstanceGroups(context.row.uuid, [...groupUuidOf.values()])
    for (const { row, volume } of disks) {
      const links = { typeUuid: row.typeUuid, instanceUuid: context.row.uuid }
      await setVolume(row, {
        ...columnsFromCinder(volume, links),
        imageName: row.imageName,
        state: 'OK',
        action: '',
        confirmedAt,
      })
    }
    for (const { row, port } of nics) {
      await setPortGroups(
        row.uuid,
        port.security_groups.flatMap((id) => groupUuidOf.get(id) ?? []),
      )
      await setPort(row, {
        state: 'OK',
        action: '',
        runtimeState: port.status,
        macAddress: port.mac_address,
        fixedIps: port.fixed_ips,
        deviceId: port.device_id,
        deviceOwner: port.device_owner,
        confirmedAt,
      })
    }
  })
  await context.save({ ...columnsFromNova(server), confirmedAt })
}

/** The marks of ports have served: descriptions are the user's again. Neutron answers with the port. */
const finish: CreateStep = {
  name: 'read_back',
  run: (context) =>
    readBackInstance(context, (neutron, row) =>
      row.madeWithInstance
        ? updatePort(neutron, row.backendId, { description: row.description })
        : getPort(neutron, row.backendId),
    ),
}

const volumeUuids = (parts: { volumes: VolumeRow[] }) => parts.volumes.map(({ uuid }) => uuid)

export const createInstanceJob = jobFor(instances)({
  name: 'instance.create',
  kind: 'create',
  params,
  cap: 'instance',
  pulls: ['nova', 'cinder', 'neutron'],
  steps: [
    createVolumes,
    // While the volumes are made.
    createPorts,
    uploadKey,
    waitForVolumes,
    createServerStep,
    waitForServer,
    assignFloatingIps,
    finish,
  ],
  onDone: async ({ row }) => {
    await setCompanions(volumeUuids(await partsOf(row.uuid)), 'OK')
  },
  onFailed: async ({ row, job }) => {
    const parts = await partsOf(row.uuid)
    await setCompanions(volumeUuids(parts), 'Erred', job.errorMessage)
    const failed = { state: 'ERRED' as const, action: '', errorMessage: job.errorMessage }
    for (const volume of parts.volumes) await setVolume(volume, failed)
    for (const port of parts.ports) if (port.madeWithInstance) await setPort(port, failed)
    for (const address of parts.floatingIps) {
      // One that was there before is free again; a new one waits, as an empty row, for a retry.
      if (address.backendId)
        await setFloatingIp(address, { state: 'OK', action: '', runtimeState: 'DOWN', portUuid: null })
      else await setFloatingIp(address, failed)
    }
  },
})
