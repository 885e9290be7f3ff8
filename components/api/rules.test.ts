import { expect, test } from 'vitest'
import type { Caller } from './access.gen.ts'
import { disabledReason, mayIn, scopeOfObject } from './rules.ts'

const holder = (role: string, scopeUuid = 'p1', scopeType: 'project' | 'customer' = 'project'): Caller => ({
  isStaff: false,
  isSupport: false,
  grants: [{ role, scopeType, scopeUuid, permissions: [] }],
})
const volume = {
  uuid: 'v1',
  project_uuid: 'p1',
  customer_uuid: 'c1',
  state: 'OK',
  runtime_state: 'in-use',
  bootable: false,
  instance_uuid: 'i1',
  extend_enabled: true,
}

test('what the role can never do is absent, and so is everything while nobody is known', () => {
  expect(disabledReason('openstack-volumes', 'detach', volume, holder('PROJECT.READER'))).toBe('absent')
  expect(disabledReason('openstack-volumes', 'detach', volume, holder('PROJECT.MANAGER', 'p2'))).toBe('absent')
  expect(disabledReason('openstack-volumes', 'unlink', volume, holder('CUSTOMER.OWNER', 'c1', 'customer'))).toBe(
    'absent',
  )
  expect(disabledReason('openstack-volumes', 'detach', volume, undefined)).toBe('absent')
})

test('what is not possible now has the reason of the server', () => {
  const reason = (more: object) =>
    disabledReason('openstack-volumes', 'detach', { ...volume, ...more }, holder('PROJECT.MANAGER'))
  expect(reason({})).toBe(null)
  expect(reason({ state: 'UPDATING' })).toBe('Valid states for operation: OK.')
  expect(reason({ runtime_state: 'error' })).toBe('Valid runtime states for operation: in-use.')
  expect(reason({ bootable: true })).toBe('The system volume cannot be detached.')
})

test('what belongs to no row is judged in a scope', () => {
  expect(mayIn('openstack-volumes', 'create', {}, holder('PROJECT.READER'))).toBe(true)
  expect(mayIn('openstack-volumes', 'create', {}, null)).toBe(false)
})

test('a project and an organisation are their own scope', () => {
  expect(scopeOfObject('projects', { uuid: 'p1', customer_uuid: 'c1' })).toMatchObject({
    projectUuid: 'p1',
    customerUuid: 'c1',
  })
  expect(scopeOfObject('customers', { uuid: 'c1' })).toMatchObject({ projectUuid: null, customerUuid: 'c1' })
})
