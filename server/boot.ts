/** What each process of the portal does before it serves or works. */
import { closeDatabase, openDatabase } from '../db/client.ts'
import { setAuthenticator } from './api/authenticate.ts'
import { closeClouds, setCallMetrics } from './clouds.ts'
import { env } from './env.ts'
import { authenticateRequest } from './identity/authenticate.ts'
import { ensureRoles } from './identity/roles.ts'
import { countCloudCall } from './metrics.ts'

export const boot = async (): Promise<void> => {
  // Here, not in a route: whichever is asked first after a start, event stream or API, knows who calls.
  setAuthenticator(authenticateRequest)
  await openDatabase({ url: env.DATABASE_URL, dataDir: env.FOYER_DATA_DIR })
  await ensureRoles()
  setCallMetrics(countCloudCall)
}

export const shutDown = async (): Promise<void> => {
  await closeClouds()
  await closeDatabase()
}
