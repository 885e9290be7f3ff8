import type { Objects } from '../api/schema.gen.ts'

export type SecurityGroup = Objects['openstack-security-groups']

export const groupHref = (group: { uuid: string; tenant_uuid: string }, tab = 'rules') =>
  `/t/${group.tenant_uuid}/security-groups/${group.uuid}/${tab}`

export const GROUP_TABS = ['rules', 'used-by', 'activity'] as const
export type GroupTab = (typeof GROUP_TABS)[number]
export const isGroupTab = (text: string): text is GroupTab => (GROUP_TABS as readonly string[]).includes(text)
