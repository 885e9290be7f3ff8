import { type Factories, factory } from '../../testing/factories.ts'
import { makeProject } from '../../testing/identity.ts'

export const factories: Factories = { projects: factory(makeProject) }
