import { roles } from '../../identity/table.ts'
import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'

export const makeRole: Make<typeof roles> = (overrides = {}) =>
  insertRow(roles, {
    uuid: newUuid(),
    name: `ROLE.${newUuid().slice(0, 8)}`,
    scopeType: 'project',
    isSystem: false,
    ...overrides,
  })

export const factories: Factories = { roles: factory(makeRole, {}, { isOpen: true }) }
