/** How volumes are made, changed and removed. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { jobFor, type Step, type StepContext, StepFailure } from '../../jobs/define.ts'
import { noteChange } from '../../live/changes.ts'
import { setCompanions } from '../../marketplace/companions.ts'
import { actOnVolume, getVolume, updateVolume, volumeAction } from '../../openstack/cinder/volumes.ts'
import { isGone } from '../../openstack/errors.ts'
import { attachVolume, detachVolume, listVolumeAttachments } from '../../openstack/nova/attachments.ts'
import { mibToGib } from '../../units.ts'
import { instances } from '../instance/table.ts'
import {
  columnsFromCinder,
  creatingStatus,
  linksOf,
  makeVolume,
  removeVolume,
  unmakeVolume,
  volumeFailure,
  volumeStatus,
} from './cloud.ts'
import { volumeDelta } from './quota.ts'
import { type VolumeRow, volumes } from './table.ts'

const job = jobFor(volumes)
// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
type Context = StepContext<VolumeRow, any>
// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
type AnyStep = Step<VolumeRow, any>

const FAILED = ['error', 'error_deleting', 'error_extending', 'error_restoring', 'error_managing']

const failure = async ({ cloud, row }: Context, status: string) =>
  volumeFailure((await cloud()).cinder, row.backendId, status)

const readBack = async ({ cloud, row, save, job: { settingsUuid } }: Context) => {
  const { cinder } = await cloud()
  const volume = await getVolume(cinder, row.backendId)
  await save({ ...columnsFromCinder(volume, await linksOf(settingsUuid!, volume)), confirmedAt: new Date() })
}

/** Stores what Cinder says now. */
const pullStep: AnyStep = { name: 'read_back', run: readBack }

const noticeInstance = async (instanceUuid: string | null) => {
  if (!instanceUuid) return
  const [instance] = await db.select().from(instances).where(eq(instances.uuid, instanceUuid))
  if (instance) await noteChange('openstack-instances', 'updated', instance)
}

/** Also those of a volume from a snapshot. */
const createSteps: AnyStep[] = [
  {
    name: 'create_volume',
    run: async (context) => {
      await makeVolume(context, context.row, async (backendId, runtimeState) => {
        await db.update(volumes).set({ backendId, runtimeState }).where(eq(volumes.uuid, context.row.uuid))
      })
    },
    undo: async (context) => {
      await unmakeVolume(context, context.row.uuid)
      await context.save({ backendId: '', runtimeState: '' })
    },
  },
  {
    name: 'wait_for_volume',
    poll: async ({ cloud, row, shared }) => creatingStatus((await cloud()).cinder, row.backendId, shared),
    until: ['available'],
    fail: [...FAILED, 'gone'],
    failure,
    everySeconds: 2,
    timeoutSeconds: 3600,
  },
  pullStep,
]

export const createVolumeJob = job({
  name: 'volume.create',
  kind: 'create',
  cap: 'volume',
  pulls: ['cinder'],
  steps: createSteps,
})

/** No order names the volume, so its marketplace resource follows the job. */
export const restoreVolumeJob = job({
  name: 'volume.restore',
  kind: 'create',
  cap: 'volume',
  pulls: ['cinder'],
  steps: createSteps,
  onDone: ({ row }) => setCompanions([row.uuid], 'OK'),
  onFailed: ({ row, job: { errorMessage } }) => setCompanions([row.uuid], 'Erred', errorMessage),
})

export const deleteVolumeJob = job({
  name: 'volume.delete',
  kind: 'delete',
  pulls: ['cinder'],
  frees: ({ row }) => volumeDelta(row),
  steps: [
    {
      name: 'delete_volume',
      when: ({ row }) => row.backendId !== '',
      run: async ({ cloud, row }) => removeVolume((await cloud()).cinder, row.backendId),
    },
    {
      name: 'wait_until_gone',
      when: ({ row }) => row.backendId !== '',
      poll: async ({ cloud, row }) => volumeStatus((await cloud()).cinder, row.backendId),
      until: ['gone'],
      fail: ['error_deleting', 'in-use'],
      failure,
      everySeconds: 2,
      timeoutSeconds: 1800,
    },
  ],
})

export const updateVolumeJob = job({
  name: 'volume.update',
  kind: 'update',
  params: z.object({ bootable: z.boolean().optional() }),
  steps: [
    {
      name: 'update_volume',
      when: ({ row }) => row.backendId !== '',
      run: async ({ cloud, row, params }) => {
        const { cinder } = await cloud()
        await updateVolume(cinder, row.backendId, { name: row.name, description: row.description })
        if (params.bootable !== undefined)
          await actOnVolume(cinder, row.backendId, volumeAction.setBootable(params.bootable))
      },
    },
  ],
})

/** The steps around work that Cinder does only on a detached volume. */
const detachFirst: AnyStep[] = [
  {
    name: 'detach_volume',
    when: ({ params }) => Boolean(params.serverId),
    run: async ({ cloud, row, params }) => {
      const { nova } = await cloud()
      const attached = await listVolumeAttachments(nova, params.serverId)
      if (attached.some(({ volumeId }) => volumeId === row.backendId))
        await detachVolume(nova, params.serverId, row.backendId)
    },
  },
  {
    name: 'wait_until_detached',
    when: ({ params }) => Boolean(params.serverId),
    poll: async ({ cloud, row }) => volumeStatus((await cloud()).cinder, row.backendId),
    until: ['available'],
    fail: ['error', 'gone'],
    failure,
    timeoutSeconds: 600,
  },
]

const attachStep = async ({ cloud, row, params }: Context) => {
  const { nova } = await cloud()
  const attached = await listVolumeAttachments(nova, params.serverId)
  if (!attached.some(({ volumeId }) => volumeId === row.backendId))
    await attachVolume(nova, params.serverId, row.backendId)
}

const waitAttached: AnyStep = {
  name: 'wait_until_attached',
  when: ({ params }) => Boolean(params.serverId),
  poll: async ({ cloud, row }) => volumeStatus((await cloud()).cinder, row.backendId),
  until: ['in-use'],
  // Nova puts the volume back to `available` when the attachment fails in the hypervisor.
  fail: ['error', 'gone', 'available'],
  failure,
  timeoutSeconds: 600,
}

export const extendVolumeJob = job({
  name: 'volume.extend',
  kind: 'update',
  params: z.object({
    sizeMib: z.int(),
    oldSizeMib: z.int(),
    /** Nova's id of the stopped instance it is attached to: Cinder grows a detached volume on any back end. */
    serverId: z.string().nullable(),
  }),
  pulls: ['cinder'],
  steps: [
    ...detachFirst,
    {
      name: 'extend_volume',
      run: async ({ cloud, row, params }) => {
        const { cinder } = await cloud()
        const sizeGib = mibToGib(params.sizeMib)
        const volume = await getVolume(cinder, row.backendId)
        // A restart may run this step twice: a volume that already has the size, or is growing to it, is left alone.
        if (volume.size < sizeGib && volume.status !== 'extending')
          await actOnVolume(cinder, row.backendId, volumeAction.extend(sizeGib))
      },
    },
    {
      name: 'wait_until_extended',
      poll: async ({ cloud, row }) => volumeStatus((await cloud()).cinder, row.backendId),
      until: ['available', 'in-use'],
      fail: ['error', 'error_extending', 'gone'],
      failure,
      timeoutSeconds: 1800,
    },
    { name: 'attach_volume', when: ({ params }) => Boolean(params.serverId), run: attachStep },
    waitAttached,
    pullStep,
  ],
  onFailed: async ({ row, params }) => {
    // Cinder cannot shrink, so what it says now is the truth; the pull that follows an ERRED row corrects the rest.
    await db.update(volumes).set({ sizeMib: params.oldSizeMib }).where(eq(volumes.uuid, row.uuid))
  },
})

export const retypeVolumeJob = job({
  name: 'volume.retype',
  kind: 'update',
  params: z.object({
    /** Cinder's name of the new type. */
    typeName: z.string(),
    old: z.object({ typeUuid: z.string().nullable(), typeName: z.string() }),
  }),
  pulls: ['cinder'],
  steps: [
    {
      name: 'retype_volume',
      run: async ({ cloud, row, params }) => {
        const { cinder } = await cloud()
        const volume = await getVolume(cinder, row.backendId)
        if (volume.volume_type === params.typeName || volume.status === 'retyping') return
        // The other type may live on another back end: then its data moves there.
        await actOnVolume(cinder, row.backendId, volumeAction.retype(params.typeName, 'on-demand'))
      },
    },
    {
      name: 'wait_until_retyped',
      poll: async ({ cloud, row, params }) => {
        const { status, volume_type } = await getVolume((await cloud()).cinder, row.backendId)
        if (status !== 'available') return status
        return volume_type === params.typeName ? 'retyped' : 'unchanged'
      },
      until: ['retyped'],
      // Cinder puts the volume back as it was when no back end takes it.
      fail: [...FAILED, 'unchanged'],
      failure: async (context, status) =>
        failure(context, status === 'unchanged' ? 'available, and its type is the old one' : status),
      // A move copies the whole volume.
      timeoutSeconds: 4 * 3600,
    },
    pullStep,
  ],
  onFailed: async ({ row, params }) => {
    await db.update(volumes).set(params.old).where(eq(volumes.uuid, row.uuid))
  },
})

export const attachVolumeJob = job({
  name: 'volume.attach',
  kind: 'update',
  params: z.object({ instanceUuid: z.string(), serverId: z.string() }),
  steps: [{ name: 'attach_volume', run: attachStep }, waitAttached, pullStep],
  onDone: async ({ params }) => noticeInstance(params.instanceUuid),
})

export const detachVolumeJob = job({
  name: 'volume.detach',
  kind: 'update',
  params: z.object({ instanceUuid: z.string(), serverId: z.string() }),
  steps: [...detachFirst, pullStep],
  onDone: async ({ params }) => noticeInstance(params.instanceUuid),
})

export const pullVolumeJob = job({
  name: 'volume.pull',
  kind: 'pull',
  steps: [
    {
      name: 'read_back',
      run: async (context) => {
        try {
          await readBack(context)
        } catch (error) {
          if (isGone(error)) throw new StepFailure('Does not exist at backend.')
          throw error
        }
      },
    },
  ],
})
