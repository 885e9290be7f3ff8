/** The same story as on the built-in cloud, on the OpenStack that `OS_*` names. */
import { openTestDatabase } from '../testing/database.ts'
import { tellSyncStory } from '../testing/sync-story.ts'

openTestDatabase()

const must = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

tellSyncStory(() => ({
  authUrl: must('OS_AUTH_URL'),
  username: must('OS_USERNAME'),
  password: must('OS_PASSWORD'),
  projectName: must('OS_PROJECT_NAME'),
  domain: must('OS_USER_DOMAIN_NAME'),
  externalNetworkId: must('OS_EXTERNAL_NETWORK_ID'),
}))
