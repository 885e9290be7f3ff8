/** Power, flavor, security groups and reading back. Creation and deletion have files of their own. */
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { jobFor, type Step, type StepContext, StepFailure } from '../../jobs/define.ts'
import { plainCause } from '../../jobs/explain.ts'
import { isGone } from '../../openstack/errors.ts'
import { getPort, updatePort } from '../../openstack/neutron/ports.ts'
import { findActionFailure } from '../../openstack/nova/actions.ts'
import { actOnServer, getServer, serverAction, updateServer } from '../../openstack/nova/servers.ts'
import { setPortGroups } from '../base/ports.ts'
import { securityGroups } from '../security-group/table.ts'
import { columnsFromNova, serverStatus } from './cloud.ts'
import { createInstanceJob, readBackInstance } from './create-job.ts'
import { deleteInstanceJob } from './delete-job.ts'
import { partsOf } from './parts.ts'
import { type InstanceRow, instances } from './table.ts'

const job = jobFor(instances)
// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
type Context = StepContext<InstanceRow, any>
// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
type AnyStep = Step<InstanceRow, any>

/** The status once Nova has nothing more to do with the server; `moving` until then. */
const settledStatus = async ({ cloud, row }: Context): Promise<string> => {
  const { status, idle } = await serverStatus((await cloud()).nova, row.backendId)
  return idle ? status : 'moving'
}

/** Why Nova did not do it: the newest action's own error. */
const failure = async ({ cloud, row }: Context, status: string): Promise<StepFailure> => {
  const text = await findActionFailure((await cloud()).nova, row.backendId).catch(() => undefined)
  const shown = text ?? `The server's status is ${status}.`
  return new StepFailure(plainCause(shown) ?? 'The cloud did not carry this out.', {
    service: 'nova',
    text: shown,
    status,
  })
}

/** What Nova says of the server alone. */
const readServer: AnyStep = {
  name: 'read_back',
  run: async ({ cloud, row, save }) => {
    const server = await getServer((await cloud()).nova, row.backendId)
    await save({ ...columnsFromNova(server), confirmedAt: new Date() })
  },
}

/** A verb of Nova's that is sent unless the server is where it leads already. */
const verb = (name: string, body: object, from: string, to: string): AnyStep[] => [
  {
    name,
    run: async ({ cloud, row, save }) => {
      const { nova } = await cloud()
      const { status, idle } = await serverStatus(nova, row.backendId)
      if (status !== to && idle) await actOnServer(nova, row.backendId, body)
      // Screens show the move at once; what the cloud ends with is read back.
      if (status !== to) await save({ runtimeState: status })
    },
  },
  {
    name: 'wait_for_server',
    poll: settledStatus,
    until: [to],
    // Nova names its task before it answers, so a server that rests where it was has not been moved.
    fail: ['ERROR', 'gone', from],
    failure,
    everySeconds: 2,
    timeoutSeconds: 900,
  },
  readServer,
]

export const startInstanceJob = job({
  name: 'instance.start',
  kind: 'update',
  steps: verb('start_server', serverAction.start(), 'SHUTOFF', 'ACTIVE'),
})

export const stopInstanceJob = job({
  name: 'instance.stop',
  kind: 'update',
  steps: verb('stop_server', serverAction.stop(), 'ACTIVE', 'SHUTOFF'),
})

export const restartInstanceJob = job({
  name: 'instance.restart',
  kind: 'update',
  params: z.object({ type: z.enum(['SOFT', 'HARD']) }),
  steps: [
    {
      name: 'restart_server',
      run: async ({ cloud, row, params, recall, remember }) => {
        // Nova has no mark for a reboot that was asked for; ours keeps a restarted worker from asking twice.
        if (recall('asked')) return
        const { nova } = await cloud()
        await actOnServer(nova, row.backendId, serverAction.reboot(params.type))
        await remember('asked', true)
      },
    },
    {
      name: 'wait_for_server',
      poll: settledStatus,
      until: ['ACTIVE'],
      fail: ['ERROR', 'gone'],
      failure,
      everySeconds: 2,
      timeoutSeconds: 900,
    },
    readServer,
  ],
})

export const changeFlavorJob = job({
  name: 'instance.change_flavor',
  kind: 'update',
  params: z.object({
    flavorId: z.string(),
    /** Nova's name of the flavor: since 2.47 a server no longer tells its flavor's id. */
    flavorName: z.string(),
    old: z.object({
      cores: z.int(),
      ramMib: z.int(),
      flavorName: z.string(),
      flavorDiskMib: z.int(),
      flavorBackendId: z.string(),
    }),
  }),
  pulls: ['nova'],
  steps: [
    {
      name: 'resize_server',
      run: async ({ cloud, row, params }) => {
        const { nova } = await cloud()
        const server = await getServer(nova, row.backendId)
        const moving = server.status === 'VERIFY_RESIZE' || server['OS-EXT-STS:task_state']
        if (moving || server.flavor?.original_name === params.flavorName) return
        await actOnServer(nova, row.backendId, serverAction.resize(params.flavorId))
      },
    },
    {
      name: 'wait_for_resize',
      poll: async (context) => {
        const { nova } = await context.cloud()
        const server = await getServer(nova, context.row.backendId)
        if (server['OS-EXT-STS:task_state']) return 'moving'
        if (server.status === 'VERIFY_RESIZE') return 'resized'
        return server.flavor?.original_name === context.params.flavorName ? 'resized' : server.status
      },
      until: ['resized'],
      // Nova puts the server back when no host takes it.
      fail: ['ERROR', 'SHUTOFF', 'ACTIVE'],
      failure,
      everySeconds: 3,
      timeoutSeconds: 3600,
    },
    {
      name: 'confirm_resize',
      run: async ({ cloud, row }) => {
        const { nova } = await cloud()
        const { status, idle } = await serverStatus(nova, row.backendId)
        if (status === 'VERIFY_RESIZE' && idle) await actOnServer(nova, row.backendId, serverAction.confirmResize())
      },
    },
    {
      name: 'wait_for_server',
      poll: settledStatus,
      until: ['SHUTOFF', 'ACTIVE'],
      fail: ['ERROR', 'gone'],
      failure,
      everySeconds: 2,
      timeoutSeconds: 900,
    },
    readServer,
  ],
  onFailed: async ({ row, params }) => {
    await db.update(instances).set(params.old).where(eq(instances.uuid, row.uuid))
  },
})

export const updateInstanceJob = job({
  name: 'instance.update',
  kind: 'update',
  steps: [
    {
      name: 'update_server',
      when: ({ row }) => row.backendId !== '',
      run: async ({ cloud, row }) =>
        updateServer((await cloud()).nova, row.backendId, { name: row.name, description: row.description }),
    },
  ],
})

/** The groups of an instance are those of its ports: each gets the whole set. */
export const updateSecurityGroupsJob = job({
  name: 'instance.update_security_groups',
  kind: 'update',
  params: z.object({ groupIds: z.array(z.string()) }),
  steps: [
    {
      name: 'update_ports',
      run: async ({ cloud, row, params, write }) => {
        const { neutron } = await cloud()
        const groups =
          params.groupIds.length > 0
            ? await db
                .select({ uuid: securityGroups.uuid })
                .from(securityGroups)
                .where(
                  and(
                    eq(securityGroups.tenantUuid, row.tenantUuid),
                    inArray(securityGroups.backendId, params.groupIds),
                  ),
                )
            : []
        for (const port of (await partsOf(row.uuid)).ports) {
          const now = await getPort(neutron, port.backendId)
          if (!now.port_security_enabled) continue
          await updatePort(neutron, port.backendId, { security_groups: params.groupIds })
          // Sync takes an instance's groups from its ports: what they bear is known now, not at the next pull of ports.
          await write(() =>
            setPortGroups(
              port.uuid,
              groups.map(({ uuid }) => uuid),
            ),
          )
        }
      },
    },
  ],
})

export const pullInstanceJob = job({
  name: 'instance.pull',
  kind: 'pull',
  steps: [
    {
      name: 'read_back',
      run: async (context) => {
        try {
          await readBackInstance(context)
        } catch (error) {
          if (isGone(error)) throw new StepFailure('Does not exist at backend.')
          throw error
        }
      },
    },
  ],
})

export const instanceJobs = [
  createInstanceJob,
  deleteInstanceJob,
  startInstanceJob,
  stopInstanceJob,
  restartInstanceJob,
  changeFlavorJob,
  updateInstanceJob,
  updateSecurityGroupsJob,
  pullInstanceJob,
]
