import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { floatingIps } from './table.ts'

/** A free address. */
export const makeFloatingIp: Make<typeof floatingIps> = (overrides = {}) =>
  insertRow(floatingIps, {
    ...resourceValues('floating'),
    runtimeState: 'DOWN',
    address: '203.0.113.7',
    backendNetworkId: newUuid(),
    ...overrides,
  })

export const factories: Factories = {
  'openstack-floating-ips': factory(makeFloatingIp, {
    detach_from_port: { portUuid: newUuid(), runtimeState: 'ACTIVE' },
  }),
}
