/** The same story as on the built-in cloud, on the OpenStack that `OS_*` names. */
import { collect } from '../openstack/http.ts'
import { connect } from '../openstack/login.ts'
import { listNetworks } from '../openstack/neutron/networks.ts'
import { openTestDatabase } from '../testing/database.ts'
import { tellSyncStory } from '../testing/sync-story.ts'

openTestDatabase()

tellSyncStory(async () => {
  const { env } = process
  const access = {
    authUrl: env.OS_AUTH_URL ?? '',
    username: env.OS_USERNAME ?? '',
    password: env.OS_PASSWORD ?? '',
    projectName: env.OS_PROJECT_NAME ?? '',
    domain: env.OS_USER_DOMAIN_NAME ?? '',
  }
  if (env.OS_EXTERNAL_NETWORK_ID) return { ...access, externalNetworkId: env.OS_EXTERNAL_NETWORK_ID }
  const session = await connect({ ...access, userDomain: access.domain, projectDomain: access.domain })
  const [external] = await collect(listNetworks(session.neutron, { 'router:external': true }))
  await session.close()
  return { ...access, externalNetworkId: external.id }
})
