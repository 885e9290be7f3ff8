import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { subnets } from './table.ts'

/** 192.168.42.0/24, on no router. */
export const makeSubnet: Make<typeof subnets> = (overrides = {}) =>
  insertRow(subnets, {
    ...resourceValues('subnet'),
    networkUuid: newUuid(),
    cidr: '192.168.42.0/24',
    gatewayIp: '192.168.42.1',
    allocationPools: [{ start: '192.168.42.2', end: '192.168.42.254' }],
    ...overrides,
  })

export const factories: Factories = {
  'openstack-subnets': factory(makeSubnet, { disconnect: { isConnected: true } }),
}
