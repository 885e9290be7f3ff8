import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, propertyValues } from '../../testing/rows.ts'
import { externalNetworks } from './table.ts'

/** A network with one subnet of documentation addresses. */
export const makeExternalNetwork: Make<typeof externalNetworks> = (overrides = {}) =>
  insertRow(externalNetworks, {
    ...propertyValues('public'),
    status: 'ACTIVE',
    subnets: [
      {
        backend_id: newUuid(),
        name: 'public',
        cidr: '203.0.113.0/24',
        gateway_ip: '203.0.113.1',
        ip_version: 4,
        allocation_pools: [{ start: '203.0.113.10', end: '203.0.113.250' }],
      },
    ],
    ...overrides,
  })

export const factories: Factories = {
  'openstack-external-networks': factory(makeExternalNetwork, {}, { isOpen: true }),
}
