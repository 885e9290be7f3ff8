/** The resource types of the portal. A new type is a folder in `resources/` and a line here. */
import type { Registry } from './api/define.ts'
import { configurationResource, overrideSettingsResource, versionResource } from './resources/configuration/index.ts'
import { consoleTicketResource } from './resources/console-ticket/index.ts'
import { customerResource } from './resources/customer/index.ts'
import { eventResource } from './resources/event/index.ts'
import { instanceResource } from './resources/instance/index.ts'
import { projectResource } from './resources/project/index.ts'
import { roleResource } from './resources/role/index.ts'
import { sshKeyResource } from './resources/ssh-key/index.ts'
import { personalTokenResource } from './resources/token/personal.ts'
import { signInTokenResource } from './resources/token/sign-in.ts'
import { userResource } from './resources/user/index.ts'
import { volumeResource } from './resources/volume/index.ts'

export const registry: Registry = [
  userResource,
  customerResource,
  projectResource,
  roleResource,
  sshKeyResource,
  personalTokenResource,
  signInTokenResource,
  eventResource,
  versionResource,
  configurationResource,
  overrideSettingsResource,
  instanceResource,
  volumeResource,
  consoleTicketResource,
]
