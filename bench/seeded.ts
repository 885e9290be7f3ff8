/** A data folder with a seeded database, made before its portal starts. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { closeDatabase, openDatabase } from '../db/client.ts'
import { seedManager } from './people.ts'
import { seedInstances } from './seed.ts'

export type Seeded = {
  dataDir: string
  projectUuid: string
  username: string
  token: string
  remove: () => void
}

export const seededFolder = async (instances: number): Promise<Seeded> => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'foyer-bench-'))
  await openDatabase({ dataDir })
  try {
    const { projectUuid } = await seedInstances(instances)
    const { username, token } = await seedManager(projectUuid)
    const remove = () => fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    return { dataDir, projectUuid, username, token, remove }
  } finally {
    await closeDatabase()
  }
}
