/** `npm run cloud`: the built-in cloud alone. Prints what the `openstack` command needs as shell lines, and nothing else. */
import { createFakeCloud } from './index.ts'

const port = Number(process.env.CLOUD_PORT ?? 5999)
const stateFile = process.env.CLOUD_STATE_FILE
const cloud = await createFakeCloud({ port, ...(stateFile ? { stateFile } : {}) })
for (const [name, value] of Object.entries(cloud.env)) console.log(`export ${name}='${value.replaceAll("'", "'\\''")}'`)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void cloud.close().then(() => process.exit(0))
  })
