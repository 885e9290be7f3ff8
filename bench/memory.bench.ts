/**
 * Resident memory: of the web process after 10,000 list requests and whether it still grew in their second half, and of
 * the worker after it has made and removed instances on the built-in cloud. The floor is a Node process that does nothing.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { type Bench, percentile } from './harness.ts'
import { load } from './load.ts'
import { residentMib, startPortal } from './portal.ts'
import { seededFolder } from './seeded.ts'
import { openTenant, startBuiltInCloud } from './tenant.ts'

const ROWS = 10_000
const HALF = 5000
/** Collections come and go; a leak of one page per request would be far above. */
const GROWTH_MIB = 30
const ROUNDS = 3
const AT_ONCE = 10

const idleNode = async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  try {
    await pause(1000)
    return residentMib(child.pid!)
  } finally {
    child.kill()
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The median of a few looks, so that neither the height before a collection nor the depth after it counts. */
const settled = async (read: () => number) => {
  const seen: number[] = []
  for (let i = 0; i < 15; i++) {
    await pause(200)
    seen.push(read())
  }
  return percentile(seen, 0.5)
}

const webFigures = async () => {
  const seeded = await seededFolder(ROWS)
  const portal = await startPortal('server/main.ts', { args: ['--web'], dataDir: seeded.dataDir })
  try {
    const url = `${portal.url}/api/openstack-instances/?page_size=50`
    await load(url, seeded.token, { requests: HALF })
    const half = await settled(portal.memoryMib)
    await load(url, seeded.token, { requests: HALF })
    const full = await settled(portal.memoryMib)
    return { half, full }
  } finally {
    await portal.stop()
    seeded.remove()
  }
}

/** The process that the portal's own process has started. */
const workerOf = (pid: number): number => {
  const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).map(Number)
  const worker = children.find((child) => fs.readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('worker.ts'))
  if (!worker) throw new Error('The portal has no worker')
  return worker
}

const workerMib = async () => {
  const cloud = await startBuiltInCloud(0)
  try {
    const tenant = await openTenant(cloud.env)
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const uuids: string[] = []
        for (let i = 0; i < AT_ONCE; i++) uuids.push(await tenant.launch(`bench-${round}-${i}`))
        await Promise.all(uuids.map(tenant.ready))
        await tenant.discard(uuids)
      }
      const worker = workerOf(tenant.portal.pid)
      return await settled(() => residentMib(worker))
    } finally {
      await tenant.close()
    }
  } finally {
    cloud.stop()
  }
}

const run = async () => {
  const floor = { name: 'Node alone', value: await idleNode() }
  const { half, full } = await webFigures()
  const worker = await workerMib()
  return [
    {
      name: 'web process after 10,000 list requests',
      value: full,
      unit: 'MiB' as const,
      floor,
      target: { at: 'most' as const, value: 550 },
    },
    {
      name: 'growth from the 5,000th to the 10,000th',
      value: full - half,
      unit: 'MiB' as const,
      target: { at: 'most' as const, value: GROWTH_MIB },
    },
    {
      name: 'worker after 30 instances made and removed',
      value: worker,
      unit: 'MiB' as const,
      floor,
      target: { at: 'most' as const, value: 200 },
    },
  ]
}

export default { title: 'memory', run } satisfies Bench
