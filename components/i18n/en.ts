/** English, the language every other catalogue follows. An area is a file here and one in `de/`, and a line in each of these two. */
import { account } from './en/account.ts'
import { activity } from './en/activity.ts'
import { admin } from './en/admin.ts'
import { audit } from './en/audit.ts'
import { common } from './en/common.ts'
import { console } from './en/console.ts'
import { devUi } from './en/devUi.ts'
import { doing } from './en/doing.ts'
import { errors } from './en/errors.ts'
import { flavors } from './en/flavors.ts'
import { floatingIps } from './en/floatingIps.ts'
import { form } from './en/form.ts'
import { images } from './en/images.ts'
import { instanceNew } from './en/instanceNew.ts'
import { instances } from './en/instances.ts'
import { jobs } from './en/jobs.ts'
import { keys } from './en/keys.ts'
import { marketplace } from './en/marketplace.ts'
import { nav } from './en/nav.ts'
import { networks } from './en/networks.ts'
import { orders } from './en/orders.ts'
import { ports } from './en/ports.ts'
import { projects } from './en/projects.ts'
import { provider } from './en/provider.ts'
import { quotas } from './en/quotas.ts'
import { resource } from './en/resource.ts'
import { routers } from './en/routers.ts'
import { securityGroups } from './en/securityGroups.ts'
import { serverGroups } from './en/serverGroups.ts'
import { signIn } from './en/signIn.ts'
import { snapshots } from './en/snapshots.ts'
import { state } from './en/state.ts'
import { steps } from './en/steps.ts'
import { subnets } from './en/subnets.ts'
import { team } from './en/team.ts'
import { tenants } from './en/tenants.ts'
import { tokens } from './en/tokens.ts'
import { ui } from './en/ui.ts'
import { volumes } from './en/volumes.ts'
import { ways } from './en/ways.ts'

export const en = {
  ...account,
  ...activity,
  ...admin,
  ...audit,
  ...common,
  ...console,
  ...devUi,
  ...doing,
  ...errors,
  ...flavors,
  ...floatingIps,
  ...form,
  ...images,
  ...instanceNew,
  ...instances,
  ...jobs,
  ...keys,
  ...marketplace,
  ...nav,
  ...networks,
  ...orders,
  ...ports,
  ...projects,
  ...provider,
  ...quotas,
  ...resource,
  ...routers,
  ...securityGroups,
  ...serverGroups,
  ...signIn,
  ...snapshots,
  ...state,
  ...steps,
  ...subnets,
  ...team,
  ...tenants,
  ...tokens,
  ...ui,
  ...volumes,
  ...ways,
} as const
