/** The hot path of lists answers what drizzle answers, on both databases. */
import { asc, eq, sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { rowsAmong } from '../../db/among.ts'
import { db, transaction } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { users } from '../identity/table.ts'
import { openTestDatabase } from './database.ts'
import { makeUser } from './identity.ts'

openTestDatabase()

const names = ['ann', 'bo"b', 'c[1]', 'dé']
beforeAll(async () => {
  for (const username of names)
    await makeUser({ username, isStaff: username === 'ann', preferences: { theme: 'dark' } })
})

test('rows are those of drizzle: texts, numbers, truth, moments, objects, nothing', async () => {
  const found = await rowsAmong(users, users.username, [...names, 'nobody'], { order: [users.username] })
  expect(found).toEqual(await db.select().from(users).orderBy(asc(users.username)))
  expect(found[0]).toMatchObject({ isStaff: true, preferences: { theme: 'dark' }, lastSignInAt: null })
  expect(found[0].createdAt).toBeInstanceOf(Date)
})

test('a few columns, an empty list, a value that comes twice', async () => {
  expect(await rowsAmong(users, users.username, ['ann', 'ann'], { only: ['username', 'isStaff'] })).toEqual([
    { username: 'ann', isStaff: true },
  ])
  expect(await rowsAmong(users, users.username, [])).toEqual([])
})

test('inside a transaction both see what it has written, and outside it they do not', async () => {
  const byName = prepared(() =>
    db
      .select({ uuid: users.uuid })
      .from(users)
      .where(eq(users.username, sql.placeholder('name'))),
  )
  const rolledBack = transaction(async () => {
    await makeUser({ username: 'eve' })
    expect(await rowsAmong(users, users.username, ['eve'])).toHaveLength(1)
    expect(await byName({ name: 'eve' })).toHaveLength(1)
    throw new Error('no')
  })
  await expect(rolledBack).rejects.toThrow('no')
  expect(await rowsAmong(users, users.username, ['eve'])).toHaveLength(0)
  expect(await byName({ name: 'eve' })).toHaveLength(0)
})
