// Made by `npm run gen` from server/resources/security-group/rules.ts: edit that.
/** What forbids an action on a security group, as pure functions of its public JSON. Copied for the browser: imports nothing. */
type SecurityGroup = { name: string }

/** Neutron makes one in each project and lets nobody rename or delete it; its rules may change. */
const notDefault = {
  reason: 'Default security group is managed by OpenStack itself.',
  ok: (group: SecurityGroup) => group.name !== 'default',
  status: 400 as const,
  field: 'name',
}

export const guards = { update: [notDefault], destroy: [notDefault] }
