import { afterAll, beforeAll } from 'vitest'
import { createFakeCloud, type FakeCloud } from '../openstack/fake/index.ts'
import { openTestDatabase } from '../testing/database.ts'
import { tellSyncStory } from '../testing/sync-story.ts'

openTestDatabase()

let cloud: FakeCloud
beforeAll(async () => {
  cloud = await createFakeCloud()
})
afterAll(() => cloud?.close())

tellSyncStory(
  () => ({
    authUrl: cloud.authUrl,
    username: cloud.env.OS_USERNAME,
    password: cloud.env.OS_PASSWORD,
    projectName: cloud.env.OS_PROJECT_NAME,
    domain: cloud.env.OS_USER_DOMAIN_NAME,
    externalNetworkId: cloud.ids.externalNetworkId,
  }),
  0.05,
)
