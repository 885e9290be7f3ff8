/** The story of a tenant's network on the built-in cloud. */
import { afterAll } from 'vitest'
import { createFakeCloud, type FakeCloud } from '../../openstack/fake/index.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { tellNetworkStory } from '../../testing/network-story.ts'

openTestDatabase()

let cloud: FakeCloud
afterAll(() => cloud?.close())

tellNetworkStory(async () => {
  cloud = await createFakeCloud()
  return {
    authUrl: cloud.authUrl,
    username: cloud.env.OS_USERNAME,
    password: cloud.env.OS_PASSWORD,
    projectName: cloud.env.OS_PROJECT_NAME,
    domain: cloud.env.OS_USER_DOMAIN_NAME,
    externalNetworkId: cloud.ids.externalNetworkId,
  }
}, 0.1)
