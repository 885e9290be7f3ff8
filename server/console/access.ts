/** Who may open consoles (contract 2.4): holders of the permission only; support reads everything else, but no screens. */
import type { Actor } from '../api/define.ts'
import { permission } from '../api/rules.ts'
import { ApiError } from '../errors.ts'
import { getSetting } from '../settings/settings.ts'

export const consoleAccess = permission('OPENSTACK_INSTANCE.CONSOLE_ACCESS')

/** @throws ApiError 403 while the platform has switched consoles off for all but staff. */
export const assertConsoleAllowed = async ({ actor }: { actor: Actor }): Promise<void> => {
  if (!actor.isStaff && !(await getSetting('ALLOW_CUSTOMER_USERS_OPENSTACK_CONSOLE_ACCESS')))
    throw new ApiError('forbidden', 'Consoles are switched off on this platform.')
}
