/**
 * The portal's own share of provisioning: from the accepted order of an instance to its OK, through API and worker,
 * beside a script that makes the same calls on the same cloud. On the built-in cloud nothing takes time, so all that is
 * left is the portal's; on the real one (`OS_*` set) it is set against the cloud's own work.
 */

import { createVolume, deleteVolume, getVolume } from '../server/openstack/cinder/volumes.ts'
import { isGone } from '../server/openstack/errors.ts'
import { connect } from '../server/openstack/login.ts'
import { createPort, deletePort } from '../server/openstack/neutron/ports.ts'
import { createServer, deleteServer, getServer } from '../server/openstack/nova/servers.ts'
import { type Bench, type Figure, percentile } from './harness.ts'
import { openTenant, startBuiltInCloud, type Tenant, until } from './tenant.ts'

type Cloud = Record<string, string | undefined>

const gone = async (what: string, read: () => Promise<unknown>, everyMs: number) =>
  until(
    `end of ${what}`,
    () =>
      read().then(
        () => false,
        (error) => {
          if (isGone(error)) return true
          throw error
        },
      ),
    everyMs,
  )

/** The calls that make an instance, as a script makes them. Gives the milliseconds until it runs; cleans up after. */
const direct = (tenant: Tenant, env: Cloud, everyMs: number) => {
  const session = connect({
    authUrl: env.OS_AUTH_URL!,
    username: env.OS_USERNAME!,
    password: env.OS_PASSWORD!,
    userDomain: env.OS_USER_DOMAIN_NAME,
    projectId: tenant.backendId,
    region: env.OS_REGION_NAME,
  })
  return async (name: string): Promise<number> => {
    const { nova, cinder, neutron } = await session
    const began = performance.now()
    const volume = await createVolume(cinder, { name, size: 1, imageRef: tenant.imageId })
    const port = await createPort(neutron, { name, network_id: tenant.networkId })
    await until('the volume', async () => (await getVolume(cinder, volume.id)).status === 'available', everyMs)
    const server = await createServer(nova, {
      name,
      flavorRef: tenant.flavorId,
      networks: [{ port: port.id }],
      block_device_mapping_v2: [
        {
          boot_index: 0,
          uuid: volume.id,
          source_type: 'volume',
          destination_type: 'volume',
          delete_on_termination: false,
        },
      ],
    })
    await until('the server', async () => (await getServer(nova, server.id)).status === 'ACTIVE', everyMs)
    const took = performance.now() - began
    await deleteServer(nova, server.id)
    await gone('the server', () => getServer(nova, server.id), everyMs)
    await deletePort(neutron, port.id)
    await deleteVolume(cinder, volume.id)
    await gone('the volume', () => getVolume(cinder, volume.id), everyMs)
    return took
  }
}

/** Both ways in turns, after one of each that warms up. Medians in milliseconds. */
const measure = async (cloud: Cloud, { times, everyMs }: { times: number; everyMs: number }) => {
  const tenant = await openTenant(cloud)
  try {
    const script = direct(tenant, cloud, everyMs)
    const took = { portal: [] as number[], script: [] as number[] }
    for (let i = 0; i <= times; i++) {
      const uuid = await tenant.launch(`bench-portal-${i}`)
      const began = performance.now()
      await tenant.ready(uuid)
      const portal = performance.now() - began
      await tenant.discard([uuid])
      const alone = await script(`bench-script-${i}`)
      if (i === 0) continue
      took.portal.push(portal)
      took.script.push(alone)
    }
    return { portalMs: percentile(took.portal, 0.5), scriptMs: percentile(took.script, 0.5) }
  } finally {
    await tenant.close()
  }
}

const run = async (): Promise<Figure[]> => {
  const cloud = await startBuiltInCloud(0)
  const figures: Figure[] = []
  try {
    const { portalMs, scriptMs } = await measure(cloud.env, { times: 9, everyMs: 25 })
    figures.push(
      {
        name: 'built-in cloud, order accepted to instance OK',
        value: portalMs,
        unit: 'ms',
        floor: { name: 'the same calls by a script', value: scriptMs },
      },
      {
        name: "built-in cloud, the portal's own share",
        value: portalMs - scriptMs,
        unit: 'ms',
        target: { at: 'most', value: 1000 },
      },
    )
  } finally {
    cloud.stop()
  }
  if (!process.env.OS_AUTH_URL) {
    console.log('  (the real cloud is left out: OS_AUTH_URL is not set)')
    return figures
  }
  const { portalMs, scriptMs } = await measure(process.env, { times: 5, everyMs: 250 })
  figures.push(
    {
      name: 'real cloud, order accepted to instance OK',
      value: portalMs,
      unit: 'ms',
      floor: { name: 'the same calls by a script', value: scriptMs },
    },
    {
      name: "real cloud, the portal's own share of the script's time",
      value: ((portalMs - scriptMs) / scriptMs) * 100,
      unit: '%',
      target: { at: 'most', value: 10 },
    },
  )
  return figures
}

export default { title: "the portal's own share of provisioning", run } satisfies Bench
