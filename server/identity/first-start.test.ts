import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import { openTestDatabase } from '../testing/database.ts'
import { announceFirstStart, ensureStaff, makePasswordCode, setFirstPassword, userOfCode } from './first-start.ts'
import { checkPassword } from './sign-in.ts'
import { passwordCodes, users } from './table.ts'

openTestDatabase()
beforeEach(async () => {
  await db.delete(passwordCodes)
  await db.delete(users)
})

const where = { ipAddress: '192.0.2.50', requestId: 'req-first' }

test('with a password in the environment the staff account is there, and a second start changes nothing', async () => {
  expect(await ensureStaff({ username: 'staff', password: 'from the environment' })).toBeUndefined()
  expect(await checkPassword('staff', 'from the environment', where)).toMatchObject({ isStaff: true })
  expect(await ensureStaff({ username: 'staff', password: 'another one' })).toBeUndefined()
  await expect(checkPassword('staff', 'another one', where)).rejects.toThrow('Invalid username/password.')
})

test('without one a link is printed once; it sets the password once', async () => {
  let printed = ''
  const print = (text: string) => {
    printed += text
  }
  announceFirstStart('https://portal.test', (await ensureStaff({ username: 'staff' })) ?? '', print)
  const code = /https:\/\/portal\.test\/sign-in\/first\?code=(\S+)/.exec(printed)?.[1] ?? ''
  expect(await ensureStaff({ username: 'staff' })).toBeUndefined()
  const [row] = await db.select().from(passwordCodes)
  expect(row.hash).not.toContain(code)

  expect(await userOfCode(code)).toMatchObject({ username: 'staff', passwordHash: null })
  await expect(setFirstPassword(code, 'short', where)).rejects.toMatchObject({
    fields: { password: [expect.any(String)] },
  })
  await setFirstPassword(code, 'my own password', where)
  expect(await checkPassword('staff', 'my own password', where)).toMatchObject({ isStaff: true })
  await expect(setFirstPassword(code, 'somebody else’s', where)).rejects.toMatchObject({
    fields: { code: [expect.any(String)] },
  })
})

test('of two that use one link at the same time one is refused', async () => {
  const code = (await ensureStaff({ username: 'staff' })) ?? ''
  const both = await Promise.allSettled([
    setFirstPassword(code, 'password of one', where),
    setFirstPassword(code, 'password of two', where),
  ])
  expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('a link ends after a day, and the next start prints another', async () => {
  const code = (await ensureStaff({ username: 'staff' })) ?? ''
  await db.update(passwordCodes).set({ expiresAt: new Date(Date.now() - 1) })
  expect(await userOfCode(code)).toBeUndefined()
  expect(await ensureStaff({ username: 'staff' })).toBeTruthy()
})

test('several processes that start together make one account', async () => {
  const codes = await Promise.all(Array.from({ length: 4 }, () => ensureStaff({ username: 'staff' })))
  expect(codes.filter(Boolean)).toHaveLength(1)
  expect(await db.select().from(users)).toHaveLength(1)
})

test('a disabled person cannot use a link', async () => {
  await ensureStaff({ username: 'staff', password: 'from the environment' })
  const [user] = await db.select().from(users)
  const code = await makePasswordCode(user.uuid)
  await db.update(users).set({ isActive: false }).where(eq(users.uuid, user.uuid))
  expect(await userOfCode(code)).toBeUndefined()
})
