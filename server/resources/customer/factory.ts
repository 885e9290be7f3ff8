import { type Factories, factory } from '../../testing/factories.ts'
import { makeCustomer } from '../../testing/identity.ts'

export const factories: Factories = { customers: factory(makeCustomer) }
