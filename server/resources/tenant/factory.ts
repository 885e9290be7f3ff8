import { encrypt } from '../../secrets.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { tenants } from './table.ts'

export const makeTenant: Make<typeof tenants> = (overrides = {}) => {
  const values = resourceValues('tenant')
  return insertRow(tenants, {
    ...values,
    // A tenant names itself, so that one filter serves all types.
    tenantUuid: overrides.uuid ?? values.uuid,
    userUsername: 'somebody',
    userPassword: encrypt('hidden-word'),
    userBackendId: values.uuid,
    ...overrides,
  })
}

export const factories: Factories = { 'openstack-tenants': factory(makeTenant) }
