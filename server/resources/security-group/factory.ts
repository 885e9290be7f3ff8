import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { insertRules } from './pull.ts'
import { securityGroups } from './table.ts'

/** A group that lets ssh in. */
export const makeSecurityGroup: Make<typeof securityGroups> = async (overrides = {}) => {
  const row = await insertRow(securityGroups, { ...resourceValues('group'), ...overrides })
  await insertRules(row.uuid, [
    {
      backendId: row.backendId && `rule-of-${row.backendId}`,
      ethertype: 'IPv4',
      direction: 'ingress',
      protocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidr: '0.0.0.0/0',
      remoteGroupUuid: null,
      description: 'ssh',
    },
  ])
  return row
}

export const factories: Factories = { 'openstack-security-groups': factory(makeSecurityGroup) }
