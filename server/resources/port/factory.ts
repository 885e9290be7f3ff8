import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { ports } from './table.ts'

/** A free port with one address. */
export const makePort: Make<typeof ports> = (overrides = {}) =>
  insertRow(ports, {
    ...resourceValues('port'),
    runtimeState: 'DOWN',
    networkUuid: newUuid(),
    macAddress: 'fa:16:3e:00:00:01',
    fixedIps: [{ ip_address: '192.168.42.10', subnet_id: newUuid() }],
    ...overrides,
  })

export const factories: Factories = { 'openstack-ports': factory(makePort) }
