import { tokens, type users } from '../../identity/table.ts'
import { newUuid } from '../../ids.ts'
import { makeActor } from '../../testing/api.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { asToken, makeUser } from '../../testing/identity.ts'
import { insertRow } from '../../testing/rows.ts'

export const makeToken: Make<typeof tokens> = (overrides = {}) =>
  insertRow(tokens, {
    uuid: newUuid(),
    userUuid: newUuid(),
    kind: 'personal',
    name: 'script',
    hash: newUuid(),
    createdAt: new Date(),
    ...overrides,
  })

/** A user with a sign-in token. */
const makeHolder: Make<typeof users> = async (overrides = {}) => {
  const user = await makeUser(overrides)
  await asToken(user)
  return user
}

export const factories: Factories = {
  'personal-access-tokens': factory(
    makeToken,
    {},
    { reader: (row) => makeActor({ isStaff: false, userUuid: String(row.userUuid) }) },
  ),
  // Nobody but staff sees these, so nobody sees them without rights.
  'auth-tokens': factory(makeHolder, {}, { reader: () => makeActor() }),
}
