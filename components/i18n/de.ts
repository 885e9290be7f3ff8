/** German. Each area is typed by its English twin, so a missing or surplus key does not compile. */
import { account } from './de/account.ts'
import { activity } from './de/activity.ts'
import { admin } from './de/admin.ts'
import { audit } from './de/audit.ts'
import { common } from './de/common.ts'
import { console } from './de/console.ts'
import { devUi } from './de/devUi.ts'
import { doing } from './de/doing.ts'
import { errors } from './de/errors.ts'
import { flavors } from './de/flavors.ts'
import { floatingIps } from './de/floatingIps.ts'
import { form } from './de/form.ts'
import { images } from './de/images.ts'
import { instanceNew } from './de/instanceNew.ts'
import { instances } from './de/instances.ts'
import { jobs } from './de/jobs.ts'
import { keys } from './de/keys.ts'
import { marketplace } from './de/marketplace.ts'
import { nav } from './de/nav.ts'
import { networks } from './de/networks.ts'
import { orders } from './de/orders.ts'
import { ports } from './de/ports.ts'
import { projects } from './de/projects.ts'
import { provider } from './de/provider.ts'
import { quotas } from './de/quotas.ts'
import { resource } from './de/resource.ts'
import { routers } from './de/routers.ts'
import { securityGroups } from './de/securityGroups.ts'
import { serverGroups } from './de/serverGroups.ts'
import { signIn } from './de/signIn.ts'
import { snapshots } from './de/snapshots.ts'
import { state } from './de/state.ts'
import { steps } from './de/steps.ts'
import { subnets } from './de/subnets.ts'
import { team } from './de/team.ts'
import { tenants } from './de/tenants.ts'
import { tokens } from './de/tokens.ts'
import { ui } from './de/ui.ts'
import { volumes } from './de/volumes.ts'
import { ways } from './de/ways.ts'

export const de = {
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
}
