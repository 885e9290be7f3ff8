/** Keystone users. Reference: Identity API v3, "Users". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const User = z.object({
  id: z.string(),
  name: z.string(),
  domain_id: z.string(),
  description: z.string().nullish(), // absent unless given at creation
  enabled: z.boolean(),
  default_project_id: z.string().nullish(),
  email: z.string().nullish(),
})
export type User = z.infer<typeof User>
const One = z.object({ user: User })

/** Query: `name`, `domain_id`, `enabled`. The description is no filter. */
export const listUsers = (keystone: ServiceClient, query: Query = {}) =>
  keystone.list('/users', 'users', User, { query })

export const getUser = async (keystone: ServiceClient, id: string) => (await keystone.get(['users', id], One)).user

export type NewUser = {
  /** Unique in its domain: a second one is 409. */
  name: string
  domain_id: string
  password: string
  /** The mark a lost creation is told from a stranger's user by. */
  description?: string
  default_project_id?: string
  enabled?: boolean
}

export const createUser = async (keystone: ServiceClient, user: NewUser) =>
  (await keystone.post('/users', One, { body: { user } })).user

export const findUserByName = async (keystone: ServiceClient, name: string, domainId: string) =>
  (await collect(listUsers(keystone, { name, domain_id: domainId }))).at(0)

/** Sets whatever is given. A new password ends all tokens of the user. */
export const updateUser = async (keystone: ServiceClient, id: string, user: Partial<NewUser>) =>
  (await keystone.patch(['users', id], One, { body: { user } })).user

export const deleteUser = (keystone: ServiceClient, id: string) => keystone.delete(['users', id])
