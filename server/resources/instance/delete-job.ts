/**
 * Removing an instance with what belongs to it (contract 4.4). What the user chose to keep stays and is free afterwards;
 * ports that were there before the instance stay too.
 */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { rowsAmong } from '../../../db/among.ts'
import { db } from '../../../db/client.ts'
import { Again, jobFor, type Step, type StepContext } from '../../jobs/define.ts'
import { noteChange } from '../../live/changes.ts'
import { setCompanions } from '../../marketplace/companions.ts'
import { listSnapshots } from '../../openstack/cinder/snapshots.ts'
import { isConflict, isGone } from '../../openstack/errors.ts'
import { collect } from '../../openstack/http.ts'
import { deleteFloatingIp, updateFloatingIp } from '../../openstack/neutron/floatingips.ts'
import { deletePort } from '../../openstack/neutron/ports.ts'
import { actOnServer, deleteServer, serverAction } from '../../openstack/nova/servers.ts'
import { sumDeltas } from '../../quotas/reserve.ts'
import { forgetSnapshot, removeSnapshot } from '../snapshot/cloud.ts'
import { snapshotDelta } from '../snapshot/quota.ts'
import { type SnapshotRow, snapshots } from '../snapshot/table.ts'
import { removeVolume, volumeFailure, volumeStatus } from '../volume/cloud.ts'
import { volumeDelta } from '../volume/quota.ts'
import { serverStatus } from './cloud.ts'
import { dropParts, type Parts, partsOf, setFloatingIp, setPort, setVolume } from './parts.ts'
import { instanceDelta } from './quota.ts'
import { type InstanceRow, instanceSecurityGroups, instances } from './table.ts'

const params = z.object({
  force: z.boolean().default(false),
  /** Our uuids. */
  keepVolumes: z.array(z.string()).default([]),
  keepFloatingIps: z.array(z.string()).default([]),
})
export type DeleteParams = z.infer<typeof params>
type Context = StepContext<InstanceRow, DeleteParams>
type DeleteStep = Step<InstanceRow, DeleteParams>

/** What goes and what stays. Rows that never reached the cloud go, whatever was chosen. */
const divide = async ({ row, params }: Pick<Context, 'row' | 'params'>): Promise<{ go: Parts; stay: Parts }> => {
  const parts = await partsOf(row.uuid)
  const keeps = {
    volumes: parts.volumes.filter(({ uuid, backendId }) => backendId && params.keepVolumes.includes(uuid)),
    ports: parts.ports.filter(({ madeWithInstance }) => !madeWithInstance),
    floatingIps: parts.floatingIps.filter(({ uuid, backendId }) => backendId && params.keepFloatingIps.includes(uuid)),
  }
  const rest = <T>(all: T[], kept: T[]) => all.filter((one) => !kept.includes(one))
  return {
    stay: keeps,
    go: {
      volumes: rest(parts.volumes, keeps.volumes),
      ports: rest(parts.ports, keeps.ports),
      floatingIps: rest(parts.floatingIps, keeps.floatingIps),
    },
  }
}

const inCloud = ({ row }: { row: InstanceRow }) => row.backendId !== ''
/** The guest gets this long to shut down by itself; then it is removed as it is. */
const STOP_SECONDS = 60

const stop: DeleteStep = {
  name: 'stop_server',
  when: (context) => inCloud(context) && !context.params.force,
  run: async ({ cloud, row, recall, remember }) => {
    const { nova } = await cloud()
    const { status, idle } = await serverStatus(nova, row.backendId)
    if (status !== 'ACTIVE') return
    const since = recall<number>('stopping')
    if (since === undefined) {
      await remember('stopping', Date.now())
      await actOnServer(nova, row.backendId, serverAction.stop()).catch((error) => {
        if (!isConflict(error) && !isGone(error)) throw error
      })
    } else if (idle || Date.now() - since > STOP_SECONDS * 1000) return
    throw new Again(1)
  },
}

/** Rows of what keeps the volumes that go from going. */
const snapshotsOf = async (parts: Parts): Promise<SnapshotRow[]> =>
  rowsAmong(
    snapshots,
    snapshots.sourceVolumeUuid,
    parts.volumes.map(({ uuid }) => uuid),
  )

/** Cinder refuses a volume that has snapshots: also those that the portal does not know. */
const removeSnapshots: DeleteStep = {
  name: 'delete_snapshots',
  run: async (context) => {
    const { go } = await divide(context)
    const { cinder } = await context.cloud()
    let left = 0
    for (const { backendId } of go.volumes) {
      if (!backendId) continue
      for (const { id } of await collect(listSnapshots(cinder, { volume_id: backendId }))) {
        await removeSnapshot(cinder, id)
        left++
      }
    }
    if (left > 0) throw new Again(1)
  },
}

const removeServer: DeleteStep = {
  name: 'delete_server',
  when: inCloud,
  run: async ({ cloud, row }) => {
    const { nova } = await cloud()
    await deleteServer(nova, row.backendId).catch((error) => {
      if (!isGone(error)) throw error
    })
  },
}

const waitUntilGone: DeleteStep = {
  name: 'wait_until_gone',
  when: inCloud,
  poll: async ({ cloud, row }) => (await serverStatus((await cloud()).nova, row.backendId)).status,
  until: ['gone'],
  everySeconds: 2,
  timeoutSeconds: 1800,
}

const removePorts: DeleteStep = {
  name: 'delete_ports',
  run: async (context) => {
    const { go } = await divide(context)
    const { neutron } = await context.cloud()
    for (const { backendId } of go.ports)
      if (backendId)
        await deletePort(neutron, backendId).catch((error) => {
          if (!isGone(error)) throw error
        })
  },
}

const releaseFloatingIps: DeleteStep = {
  name: 'release_floating_ips',
  run: async (context) => {
    const { go, stay } = await divide(context)
    const { neutron } = await context.cloud()
    for (const { backendId } of stay.floatingIps) await updateFloatingIp(neutron, backendId, { port_id: null })
    for (const { backendId } of go.floatingIps)
      if (backendId)
        await deleteFloatingIp(neutron, backendId).catch((error) => {
          if (!isGone(error)) throw error
        })
  },
}

const removeVolumes: DeleteStep = {
  name: 'delete_volumes',
  run: async (context) => {
    const { go } = await divide(context)
    const { cinder } = await context.cloud()
    let left = 0
    for (const { backendId } of go.volumes) {
      if (!backendId) continue
      const status = await volumeStatus(cinder, backendId)
      // Nova frees the volumes of a server a moment after the server is gone.
      if (status === 'in-use') left++
      else await removeVolume(cinder, backendId)
      const now = await volumeStatus(cinder, backendId)
      if (now === 'error_deleting') throw await volumeFailure(cinder, backendId, now)
      if (now !== 'gone') left++
    }
    if (left > 0) throw new Again(1)
  },
}

export const deleteInstanceJob = jobFor(instances)({
  name: 'instance.delete',
  kind: 'delete',
  params,
  pulls: ['nova', 'cinder', 'neutron'],
  steps: [stop, removeSnapshots, removeServer, waitUntilGone, releaseFloatingIps, removePorts, removeVolumes],
  frees: async (context) => {
    const { go } = await divide(context)
    return sumDeltas(
      inCloud(context) ? instanceDelta(context.row) : {},
      ...go.volumes.filter(({ backendId }) => backendId).map(volumeDelta),
      ...(await snapshotsOf(go)).filter(({ backendId }) => backendId).map(snapshotDelta),
      { floating_ip_count: go.floatingIps.filter(({ backendId }) => backendId).length },
      { port_count: go.ports.filter(({ backendId }) => backendId).length },
    )
  },
  onDone: async (context) => {
    const { go, stay } = await divide(context)
    for (const snapshot of await snapshotsOf(go)) {
      await forgetSnapshot(snapshot.uuid)
      await db.delete(snapshots).where(eq(snapshots.uuid, snapshot.uuid))
      await noteChange('openstack-snapshots', 'deleted', snapshot)
    }
    await dropParts(go)
    await setCompanions(
      go.volumes.map(({ uuid }) => uuid),
      'Terminated',
    )
    for (const volume of stay.volumes)
      await setVolume(volume, { state: 'OK', action: '', instanceUuid: null, device: '', runtimeState: 'available' })
    for (const port of stay.ports)
      await setPort(port, { instanceUuid: null, deviceId: '', deviceOwner: '', runtimeState: 'DOWN' })
    for (const address of stay.floatingIps)
      await setFloatingIp(address, {
        state: 'OK',
        action: '',
        portUuid: null,
        fixedIpAddress: '',
        runtimeState: 'DOWN',
      })
    await db.delete(instanceSecurityGroups).where(eq(instanceSecurityGroups.instanceUuid, context.row.uuid))
  },
})
