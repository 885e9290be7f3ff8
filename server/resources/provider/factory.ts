import { sealSecrets } from '../../clouds.ts'
import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'
import { providers } from './table.ts'

/** Nobody answers at its address. */
export const makeProvider: Make<typeof providers> = (overrides = {}) => {
  const now = new Date()
  return insertRow(providers, {
    uuid: newUuid(),
    name: 'Cloud',
    customerUuid: newUuid(),
    shared: false,
    secrets: sealSecrets({
      backend_url: 'http://127.0.0.1:1/v3',
      username: 'admin',
      password: 'hidden-word',
      domain: '',
      certificate: '',
    }),
    createdAt: now,
    modifiedAt: now,
    ...overrides,
  })
}

export const factories: Factories = { 'service-settings': factory(makeProvider) }
