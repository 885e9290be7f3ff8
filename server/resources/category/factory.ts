import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'
import { categories } from '../offering/table.ts'

const makeCategory: Make<typeof categories> = (overrides = {}) =>
  insertRow(categories, { uuid: newUuid(), title: 'Private clouds', ...overrides })

export const factories: Factories = { 'marketplace-categories': factory(makeCategory, {}, { isOpen: true }) }
