/**
 * A page of 50 instances over real HTTP, out of 10,000 and out of 100: the time for one caller, and what one web process
 * carries with the load generator beside it. The floor is the same rows read straight from SQLite. The seeded provider
 * has no address, so an answer that needed the cloud would be an error.
 */
import path from 'node:path'
import Database from 'better-sqlite3'
import { LIST_FIELDS } from '../components/instance/types.ts'
import { ALWAYS_FIELDS } from '../components/resource/fields.ts'
import { type Bench, percentile, timed } from './harness.ts'
import { load } from './load.ts'
import { startPortal } from './portal.ts'
import { seededFolder } from './seeded.ts'

const MANY = 10_000
const FEW = 100
const CALLS = 200
const ROUNDS = 5
const LOAD_SECONDS = 10
const WARM_UP_SECONDS = 5

const FULL = '/api/openstack-instances/?page_size=50'
const fields = [...new Set([...ALWAYS_FIELDS, ...LIST_FIELDS])].map((field) => `&field=${field}`).join('')

const caller = (url: string, token: string) => async () => {
  const response = await fetch(url, { headers: { Authorization: `Token ${token}` } })
  const rows = (await response.json()) as unknown[]
  if (rows.length !== 50) throw new Error(`${url} answered ${response.status} with ${rows.length} rows`)
}

/** Everything that the full bodies of the first page are made of, and nothing made of it. */
const directRead = (dataDir: string) => {
  const file = new Database(path.join(dataDir, 'foyer.db'), { readonly: true })
  const page = file.prepare('select uuid from instances order by name, created_at, uuid limit 50')
  const count = file.prepare('select count(*) from instances')
  const among = (sql: string) => {
    const statement = file.prepare(sql.replace('?', '(select value from json_each(?))'))
    return (values: unknown[]) => statement.all(JSON.stringify(values)) as Record<string, string>[]
  }
  const rows = among('select * from instances where uuid in ?')
  const disks = among('select * from volumes where instance_uuid in ?')
  const nics = among('select * from ports where instance_uuid in ?')
  const links = among('select * from instance_security_groups where instance_uuid in ?')
  const addresses = among('select * from floating_ips where port_uuid in ?')
  const nicLinks = among('select * from port_security_groups where port_uuid in ?')
  const subnets = among('select * from subnets where uuid in ?')
  const groups = among('select * from security_groups where uuid in ?')
  const rules = among('select * from security_group_rules where security_group_uuid in ?')
  const market = among('select * from marketplace_resources where scope_uuid in ?')
  const read = () => {
    const uuids = (page.all() as { uuid: string }[]).map((row) => row.uuid)
    count.get()
    rows(uuids)
    const volumes = disks(uuids)
    const ports = nics(uuids)
    const portUuids = ports.map((port) => port.uuid)
    addresses(portUuids)
    subnets([...new Set(ports.map((port) => port.subnet_uuid))])
    const groupUuids = [
      ...new Set([...links(uuids), ...nicLinks(portUuids)].map(({ security_group_uuid }) => security_group_uuid)),
    ]
    groups(groupUuids)
    rules(groupUuids)
    market([...uuids, ...volumes.map((volume) => volume.uuid)])
  }
  return { read, close: () => file.close() }
}

const run = async () => {
  const many = await seededFolder(MANY)
  const few = await seededFolder(FEW)
  const big = await startPortal('server/main.ts', { args: ['--web'], dataDir: many.dataDir })
  const small = await startPortal('server/main.ts', { args: ['--web'], dataDir: few.dataDir })
  const direct = directRead(many.dataDir)
  try {
    for (const [portal, token] of [
      [big, many.token],
      [small, few.token],
    ] as const)
      await load(`${portal.url}${FULL}`, token, { seconds: WARM_UP_SECONDS })
    const times = { big: [] as number[], small: [] as number[], floor: [] as number[] }
    // In turns: a change of the machine's mood meets all.
    for (let round = 0; round < ROUNDS; round++) {
      times.big.push(...(await timed(CALLS / ROUNDS, caller(`${big.url}${FULL}`, many.token))))
      times.small.push(...(await timed(CALLS / ROUNDS, caller(`${small.url}${FULL}`, few.token))))
      times.floor.push(...(await timed(CALLS / ROUNDS, async () => direct.read())))
    }
    await small.stop()
    const loaded = async (path: string) => {
      const before = big.cpuMs()
      const { perSecond, requests } = await load(`${big.url}${path}`, many.token, { seconds: LOAD_SECONDS })
      return { perSecond, cpuMs: (big.cpuMs() - before) / requests }
    }
    const full = await loaded(FULL)
    const short = await loaded(`${FULL}${fields}`)
    const [bigMs, smallMs, floorMs] = [times.big, times.small, times.floor].map((list) => percentile(list, 0.5))
    const floor = { name: 'the same rows from SQLite', value: floorMs }
    const perSecond = { name: 'the same rows from SQLite, one process', value: 1000 / floorMs }
    return [
      {
        name: '50 of 10,000, median of one caller',
        value: bigMs,
        unit: 'ms' as const,
        floor,
        target: { at: 'most' as const, value: 15 },
      },
      { name: '50 of 10,000, 95 of 100 calls of one caller', value: percentile(times.big, 0.95), unit: 'ms' as const },
      { name: '50 of 100, median of one caller', value: smallMs, unit: 'ms' as const, floor },
      {
        name: '10,000 beside 100',
        value: bigMs / smallMs,
        unit: '×' as const,
        target: { at: 'most' as const, value: 1.3 },
      },
      {
        name: 'full bodies',
        value: full.perSecond,
        unit: 'per second' as const,
        floor: perSecond,
        target: { at: 'least' as const, value: 150 },
      },
      {
        name: "with the list screen's field=",
        value: short.perSecond,
        unit: 'per second' as const,
        floor: perSecond,
        target: { at: 'least' as const, value: 500 },
      },
      { name: 'processor time of a full answer', value: full.cpuMs, unit: 'ms' as const, floor },
      { name: "processor time of an answer with the list screen's field=", value: short.cpuMs, unit: 'ms' as const },
    ]
  } finally {
    direct.close()
    await small.stop()
    await big.stop()
    many.remove()
    few.remove()
  }
}

export default { title: 'a page of 50 instances through the REST API', run } satisfies Bench
