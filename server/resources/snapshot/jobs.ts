/** How snapshots are made, changed and removed. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { Again, jobFor, type Step, type StepContext, StepFailure } from '../../jobs/define.ts'
import {
  createSnapshot,
  findSnapshotsByMetadata,
  getSnapshot,
  updateSnapshot,
} from '../../openstack/cinder/snapshots.ts'
import { isGone } from '../../openstack/errors.ts'
import { metadataMark } from '../base/marks.ts'
import { volumes } from '../volume/table.ts'
import { columnsFromCinder, forgetSnapshot, removeSnapshot, snapshotFailure, snapshotStatus } from './cloud.ts'
import { snapshotDelta } from './quota.ts'
import { type SnapshotRow, snapshots } from './table.ts'

const job = jobFor(snapshots)
// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
type Context = StepContext<SnapshotRow, any>

const findMarked = async ({ cloud, row }: Context) =>
  (await findSnapshotsByMetadata((await cloud()).cinder, metadataMark(row.uuid)))[0]

const readBack = async ({ cloud, row, save }: Context) => {
  const { cinder } = await cloud()
  await save({ ...columnsFromCinder(await getSnapshot(cinder, row.backendId)), confirmedAt: new Date() })
}

// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
const pollStatus: Step<SnapshotRow, any>['poll'] = async ({ cloud, row }) =>
  snapshotStatus((await cloud()).cinder, row.backendId)

export const createSnapshotJob = job({
  name: 'snapshot.create',
  kind: 'create',
  cap: 'snapshot',
  pulls: ['cinder'],
  steps: [
    {
      name: 'create_snapshot',
      run: async (context) => {
        const { cinder } = await context.cloud()
        const { row } = context
        const [volume] = await db
          .select()
          .from(volumes)
          .where(eq(volumes.uuid, row.sourceVolumeUuid ?? ''))
        await context.once('snapshot', {
          find: () => findMarked(context),
          create: async () => {
            if (!volume?.backendId) throw new StepFailure('The volume is no longer there.')
            return createSnapshot(cinder, {
              volume_id: volume.backendId,
              name: row.name,
              description: row.description || undefined,
              metadata: metadataMark(row.uuid),
            })
          },
          save: async ({ id }) => {
            await db
              .update(snapshots)
              .set({ backendId: id, runtimeState: 'creating' })
              .where(eq(snapshots.uuid, row.uuid))
          },
        })
      },
      undo: async (context) => {
        const { cinder } = await context.cloud()
        await context.unmake('snapshot', {
          find: () => findMarked(context),
          remove: async (id) => {
            await removeSnapshot(cinder, id)
            if ((await snapshotStatus(cinder, id)) !== 'gone') throw new Again(1, 'Waiting for the snapshot to go.')
          },
        })
        await context.save({ backendId: '', runtimeState: '' })
      },
    },
    {
      name: 'wait_for_snapshot',
      poll: pollStatus,
      until: ['available'],
      fail: ['error', 'gone', 'deleting', 'error_deleting'],
      failure: async (_, status) => snapshotFailure(status),
      everySeconds: 2,
      timeoutSeconds: 3600,
    },
    { name: 'read_back', run: readBack },
  ],
})

export const deleteSnapshotJob = job({
  name: 'snapshot.delete',
  kind: 'delete',
  pulls: ['cinder'],
  frees: ({ row }) => snapshotDelta(row),
  steps: [
    {
      name: 'delete_snapshot',
      when: ({ row }) => row.backendId !== '',
      run: async ({ cloud, row }) => removeSnapshot((await cloud()).cinder, row.backendId),
    },
    {
      name: 'wait_until_gone',
      when: ({ row }) => row.backendId !== '',
      poll: pollStatus,
      until: ['gone'],
      // Cinder puts it back when a volume of its back end still stands on it.
      fail: ['error_deleting', 'available'],
      failure: async (_, status) => snapshotFailure(status),
      everySeconds: 2,
      timeoutSeconds: 1800,
    },
  ],
  onDone: ({ row }) => forgetSnapshot(row.uuid),
})

export const updateSnapshotJob = job({
  name: 'snapshot.update',
  kind: 'update',
  steps: [
    {
      name: 'update_snapshot',
      when: ({ row }) => row.backendId !== '',
      run: async ({ cloud, row }) => {
        await updateSnapshot((await cloud()).cinder, row.backendId, { name: row.name, description: row.description })
      },
    },
  ],
})

export const pullSnapshotJob = job({
  name: 'snapshot.pull',
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

export const snapshotJobs = [createSnapshotJob, deleteSnapshotJob, updateSnapshotJob, pullSnapshotJob]
