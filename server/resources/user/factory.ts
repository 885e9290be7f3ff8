import { makeActor } from '../../testing/api.ts'
import { type Factories, factory } from '../../testing/factories.ts'
import { makeUser } from '../../testing/identity.ts'

export const factories: Factories = {
  users: factory(makeUser, {}, { reader: (row) => makeActor({ isStaff: false, userUuid: String(row.uuid) }) }),
}
