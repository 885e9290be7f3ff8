/** Who asks in the benches: the manager of the seeded project, by token and by password. */
import { makePersonalToken } from '../server/identity/tokens.ts'
import { grantRole, makeUser } from '../server/testing/identity.ts'

export const PASSWORD = 'bench password'

/** Needs an open database. @returns the sign-in name, and a token that never ends. */
export const seedManager = async (projectUuid: string): Promise<{ username: string; token: string }> => {
  const user = await makeUser({ password: PASSWORD })
  await grantRole(user, 'PROJECT.MANAGER', { project: { uuid: projectUuid } })
  const { secret } = await makePersonalToken({
    userUuid: user.uuid,
    name: 'bench',
    access: 'write',
    scopes: [],
    expiresAt: null,
  })
  return { username: user.username, token: secret }
}
