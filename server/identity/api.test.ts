import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import { setAuthenticator } from '../api/authenticate.ts'
import type { Registry } from '../api/define.ts'
import { dispatch } from '../api/dispatch.ts'
import { events } from '../events/table.ts'
import { configurationResource, overrideSettingsResource, versionResource } from '../resources/configuration/index.ts'
import { customerResource } from '../resources/customer/index.ts'
import { type CustomerRow, customers } from '../resources/customer/table.ts'
import { eventResource } from '../resources/event/index.ts'
import { projectResource } from '../resources/project/index.ts'
import type { ProjectRow } from '../resources/project/table.ts'
import { roleResource } from '../resources/role/index.ts'
import { sshKeyResource } from '../resources/ssh-key/index.ts'
import { tenants } from '../resources/tenant/table.ts'
import { personalTokenResource } from '../resources/token/personal.ts'
import { signInTokenResource } from '../resources/token/sign-in.ts'
import { userResource } from '../resources/user/index.ts'
import { openTestDatabase } from '../testing/database.ts'
import { asBrowser, asToken, grantRole, makeCustomer, makeProject, makeUser } from '../testing/identity.ts'
import { insertRow, resourceValues } from '../testing/rows.ts'
import { authenticateRequest } from './authenticate.ts'
import { readSession } from './sessions.ts'
import { sshKeys, tokens, type UserRow, users } from './table.ts'

const registry: Registry = [
  userResource,
  customerResource,
  projectResource,
  roleResource,
  sshKeyResource,
  personalTokenResource,
  signInTokenResource,
  eventResource,
  versionResource,
  configurationResource,
  overrideSettingsResource,
]

openTestDatabase()
beforeAll(() => setAuthenticator(authenticateRequest))

type Headers = Record<string, string>
const call = async (headers: Headers, method: string, path: string, body?: unknown) => {
  const response = await dispatch(
    registry,
    new Request(`http://portal.test/api/${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  )
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
}

let staff: Headers
let [owner, manager, reader, outsider]: UserRow[] = []
let customer: CustomerRow
let project: ProjectRow
beforeAll(async () => {
  staff = await asToken(await makeUser({ isStaff: true, username: 'staff' }))
  customer = await makeCustomer({ name: 'Ärzte e. V.', abbreviation: 'AEV' })
  project = await makeProject({ customerUuid: customer.uuid, name: 'Wetter' })
  ;[owner, manager, reader, outsider] = await Promise.all(
    ['owner', 'manager', 'reader', 'outsider'].map((username) =>
      makeUser({ username, email: `${username}@example.org` }),
    ),
  )
  await grantRole(owner, 'CUSTOMER.OWNER', { customer })
  await grantRole(manager, 'PROJECT.MANAGER', { project })
  await grantRole(reader, 'PROJECT.READER', { project })
  await grantRole(outsider, 'CUSTOMER.OWNER', { customer: await makeCustomer() })
})

const typesOf = async (uuid: string) =>
  (await db.select().from(events).where(eq(events.resourceUuid, uuid))).map((event) => event.eventType)

describe('users', () => {
  test('/me/ has the roles with their scopes, the token, and nothing that is stored hashed', async () => {
    const headers = await asToken(manager)
    const { status, body } = await call(headers, 'GET', 'users/me/')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      username: 'manager',
      full_name: 'manager',
      is_staff: false,
      token: headers.authorization.slice(6),
      has_active_session: false,
      permissions: [
        {
          role_name: 'PROJECT.MANAGER',
          scope_type: 'project',
          scope_uuid: project.uuid,
          scope_name: 'Wetter',
          project_uuid: project.uuid,
          customer_uuid: customer.uuid,
          customer_name: 'Ärzte e. V.',
        },
      ],
      profile_completeness: { is_complete: true },
    })
    expect(JSON.stringify(body)).not.toMatch(/scrypt|hash/i)
    expect((await call(headers, 'GET', 'users/me/?field=username')).body).toEqual({ username: 'manager' })
  })

  test('people of one’s scopes are seen, others are not, and a token is shown to nobody else', async () => {
    const asOwner = await asToken(owner)
    await asToken(manager)
    const names = (await call(asOwner, 'GET', 'users/?page_size=100')).body.map(
      (user: { username: string }) => user.username,
    )
    expect(names).toEqual(['manager', 'owner', 'reader'])
    expect((await call(asOwner, 'GET', `users/${outsider.uuid}/`)).status).toBe(404)
    const seen = await call(staff, 'GET', `users/${manager.uuid}/`)
    expect(seen.body).not.toHaveProperty('token')
    expect(seen.body).not.toHaveProperty('preferences')
  })

  test('oneself one may describe, but not promote', async () => {
    const headers = await asToken(reader)
    const path = `users/${reader.uuid}/`
    const changed = await call(headers, 'PATCH', path, {
      first_name: 'Rea',
      preferences: { theme: 'dark' },
      job_title: 'Meteorologist',
    })
    expect(changed.body).toMatchObject({ full_name: 'Rea', preferences: { theme: 'dark' }, job_title: 'Meteorologist' })
    expect((await call(headers, 'PATCH', path, { is_staff: true })).status).toBe(403)
    expect((await call(headers, 'PATCH', `users/${manager.uuid}/`, { first_name: 'X' })).status).toBe(403)
  })

  test('disabling ends sign-ins and tokens at once', async () => {
    const user = await makeUser()
    const [token, browser] = [await asToken(user), await asBrowser(user)]
    expect((await call(staff, 'PATCH', `users/${user.uuid}/`, { is_active: false })).body.is_active).toBe(false)
    expect(await readSession(browser.cookie)).toBeUndefined()
    expect((await call(token, 'GET', 'users/me/')).status).toBe(401)
    await call(staff, 'PATCH', `users/${user.uuid}/`, { is_active: true })
    expect((await call(token, 'GET', 'users/me/')).body).toEqual({ detail: 'Invalid token.' })
    expect(await typesOf(user.uuid)).toEqual(expect.arrayContaining(['user_deactivated', 'user_activated']))
  })

  test('a password is changed from the browser with the old one; the other sign-ins end', async () => {
    const user = await makeUser({ password: 'the old one' })
    const [here, elsewhere, token] = [await asBrowser(user), await asBrowser(user), await asToken(user)]
    const path = `users/${user.uuid}/change_password/`
    expect((await call(here, 'POST', path, { new_password: 'the new one' })).body).toHaveProperty('current_password')
    expect((await call(here, 'POST', path, { new_password: '1234567', current_password: 'the old one' })).body).toEqual(
      {
        new_password: ['This password is too short. It must contain at least 8 characters.'],
      },
    )
    const changed = await call(here, 'POST', path, { new_password: 'the new one', current_password: 'the old one' })
    expect(changed.status).toBe(200)
    expect((await call(here, 'GET', 'users/me/')).status).toBe(200)
    expect((await call(elsewhere, 'GET', 'users/me/')).status).toBe(401)
    expect((await call(token, 'GET', 'users/me/')).status).toBe(401)
  })

  test('token/ and refresh_token/ are the person’s and staff’s', async () => {
    const user = await makeUser()
    const headers = await asToken(user)
    const { body } = await call(headers, 'GET', `users/${user.uuid}/token/`)
    expect(body).toMatchObject({ token: headers.authorization.slice(6), user_username: user.username })
    const renewed = await call(headers, 'POST', `users/${user.uuid}/refresh_token/`)
    expect(renewed.status).toBe(200)
    expect((await call(headers, 'GET', 'users/me/')).status).toBe(401)
    expect((await call({ authorization: `Token ${renewed.body.token}` }, 'GET', 'users/me/')).status).toBe(200)
    const asManager = await asToken(manager)
    expect((await call(asManager, 'POST', `users/${reader.uuid}/refresh_token/`)).status).toBe(403)
  })

  test('staff makes an account and a link for its password; the name is taken once', async () => {
    const made = await call(staff, 'POST', 'users/', { username: 'new.person', email: 'new@example.org' })
    expect(made.status).toBe(201)
    expect(made.body.has_usable_password).toBe(false)
    const again = await call(staff, 'POST', 'users/', { username: 'new.person', email: 'new@example.org' })
    expect(again.body).toEqual({ username: ['User with this username already exists.'] })
    const link = await call(staff, 'POST', `users/${made.body.uuid}/foyer_password_link/`)
    expect(link.body.url).toMatch(/^http:\/\/portal\.test\/sign-in\/first\?code=/)
    expect((await call(staff, 'DELETE', `users/${made.body.uuid}/`)).status).toBe(204)
  })
})

describe('customers and projects', () => {
  test('an owner sees one organisation and its projects; an outsider sees neither', async () => {
    const asOwner = await asToken(owner)
    const listed = await call(asOwner, 'GET', 'customers/')
    expect(listed.headers.get('x-result-count')).toBe('1')
    expect(listed.body[0]).toMatchObject({
      name: 'Ärzte e. V.',
      display_name: 'Ärzte e. V. (AEV)',
      projects_count: 1,
      users_count: 3,
    })
    expect((await call(asOwner, 'GET', 'projects/?name_exact=Wetter')).body).toMatchObject([
      { uuid: project.uuid, customer_name: 'Ärzte e. V.' },
    ])
    expect((await call(asOwner, 'GET', 'customers/?query=RZTE')).body).toHaveLength(1)
    const asOutsider = await asToken(outsider)
    expect((await call(asOutsider, 'GET', `projects/${project.uuid}/`)).body).toEqual({
      detail: 'No Project matches the given query.',
    })
    expect((await call(await asToken(reader), 'GET', 'customers/')).body).toHaveLength(1)
  })

  test('creation, change and deletion follow the permissions', async () => {
    const [asOwner, asManager] = [await asToken(owner), await asToken(manager)]
    const link = `http://portal.test/api/customers/${customer.uuid}/`
    expect((await call(asManager, 'POST', 'projects/', { name: 'Klima', customer: link })).status).toBe(403)
    expect((await call(await asToken(outsider), 'POST', 'projects/', { name: 'K', customer: link })).body).toEqual({
      customer: ['Invalid hyperlink - Object does not exist.'],
    })
    expect((await call(asOwner, 'POST', 'projects/', { customer: link })).body).toEqual({
      name: ['This field is required.'],
    })
    const made = await call(asOwner, 'POST', 'projects/', { name: 'Klima', customer: link, end_date: '2030-01-01' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      name: 'Klima',
      slug: 'klima',
      customer: link,
      end_date: '2030-01-01',
      resources_count: 0,
    })
    const path = `projects/${made.body.uuid}/`
    expect((await call(asOwner, 'PATCH', path, { description: 'Modelle' })).body.description).toBe('Modelle')
    expect((await call(asOwner, 'PATCH', path, { start_date: '2031-01-01' })).body).toHaveProperty('end_date')
    expect((await call(asManager, 'DELETE', path)).status).toBe(404)
    expect((await call(asOwner, 'DELETE', path)).status).toBe(204)
    expect((await call(asOwner, 'GET', path)).status).toBe(404)
    expect(await typesOf(made.body.uuid)).toEqual([
      'project_creation_succeeded',
      'project_update_succeeded',
      'project_deletion_succeeded',
    ])
  })

  test('what still has something in it is not deleted', async () => {
    const alone = await makeProject()
    expect((await call(staff, 'DELETE', `customers/${alone.customerUuid}/`)).body).toEqual({
      detail: 'Cannot delete organization with existing projects.',
    })
    await insertRow(tenants, { ...resourceValues(), projectUuid: alone.uuid, customerUuid: alone.customerUuid })
    expect((await call(staff, 'DELETE', `projects/${alone.uuid}/`)).body).toEqual({
      detail: 'Cannot delete project with existing resources.',
    })
    expect((await call(staff, 'GET', `projects/${alone.uuid}/`)).status).toBe(200)
    const empty = await makeCustomer()
    expect((await call(staff, 'DELETE', `customers/${empty.uuid}/`)).status).toBe(204)
  })

  test('a blocked organisation refuses every change below it', async () => {
    const closed = await makeProject()
    await grantRole(owner, 'CUSTOMER.OWNER', { customer: { uuid: closed.customerUuid } })
    const asOwner = await asToken(owner)
    expect((await call(asOwner, 'PATCH', `customers/${closed.customerUuid}/`, { blocked: true })).status).toBe(403)
    await call(staff, 'PATCH', `customers/${closed.customerUuid}/`, { blocked: true })
    const refusal = { non_field_errors: ['Blocked organization is not available.'] }
    const link = `/api/customers/${closed.customerUuid}/`
    expect((await call(asOwner, 'POST', 'projects/', { name: 'Neu', customer: link })).body).toEqual(refusal)
    expect((await call(asOwner, 'PATCH', `projects/${closed.uuid}/`, { name: 'Neu' })).body).toEqual(refusal)
    const input = { role: 'PROJECT.MEMBER', user: reader.uuid }
    expect((await call(asOwner, 'POST', `projects/${closed.uuid}/add_user/`, input)).body).toEqual(refusal)
  })

  test('only staff makes organisations, unless the setting lets everybody', async () => {
    const headers = await asToken(outsider)
    expect((await call(headers, 'POST', 'customers/', { name: 'Meine' })).status).toBe(403)
    await call(staff, 'POST', 'override-settings/', { OWNER_CAN_MANAGE_CUSTOMER: true })
    const made = await call(headers, 'POST', 'customers/', { name: 'Meine' })
    expect(made.status).toBe(201)
    expect((await call(headers, 'GET', `customers/${made.body.uuid}/`)).body.users_count).toBe(1)
    await call(staff, 'POST', 'override-settings/', { OWNER_CAN_MANAGE_CUSTOMER: null })
  })
})

describe('teams', () => {
  test('a role is granted, changed and revoked, each with its entry in the log', async () => {
    const asManager = await asToken(manager)
    const person = await makeUser()
    const path = (verb: string) => `projects/${project.uuid}/${verb}/`
    const input = { role: 'PROJECT.MEMBER', user: person.uuid }
    expect((await call(await asToken(reader), 'POST', path('add_user'), input)).status).toBe(403)
    expect(await call(asManager, 'POST', path('add_user'), input)).toMatchObject({
      status: 201,
      body: { expiration_time: null },
    })
    expect((await call(asManager, 'POST', path('add_user'), input)).body).toEqual({
      non_field_errors: ['User already has this role.'],
    })
    expect((await call(asManager, 'POST', path('add_user'), { ...input, role: 'CUSTOMER.OWNER' })).body).toHaveProperty(
      'role',
    )
    const until = await call(asManager, 'POST', path('update_user'), {
      ...input,
      expiration_time: '2099-01-01T00:00:00Z',
    })
    expect(until).toMatchObject({ status: 200, body: { expiration_time: '2099-01-01T00:00:00.000000+00:00' } })
    const listed = await call(asManager, 'GET', `${path('list_users')}?role=PROJECT.MEMBER`)
    expect(listed.headers.get('x-result-count')).toBe('1')
    expect(listed.body).toMatchObject([
      { user_uuid: person.uuid, role_name: 'PROJECT.MEMBER', created_by_full_name: 'manager' },
    ])
    expect((await call(await asToken(person), 'GET', `projects/${project.uuid}/`)).status).toBe(200)
    expect((await call(asManager, 'POST', path('delete_user'), input)).status).toBe(200)
    expect((await call(await asToken(person), 'GET', `projects/${project.uuid}/`)).status).toBe(404)
    expect(await typesOf(project.uuid)).toEqual(['role_granted', 'role_updated', 'role_revoked'])
  })

  test('an organisation keeps its last owner, unless staff decides', async () => {
    const [only] = [await makeUser()]
    const own = await makeCustomer()
    await grantRole(only, 'CUSTOMER.OWNER', { customer: own })
    const input = { role: 'CUSTOMER.OWNER', user: only.uuid }
    const path = `customers/${own.uuid}/delete_user/`
    expect((await call(await asToken(only), 'POST', path, input)).status).toBe(409)
    expect((await call(staff, 'POST', path, input)).status).toBe(200)
  })

  test('a permission taken from a role is gone for its holders at once', async () => {
    const [role] = (await call(staff, 'GET', 'roles/?name=PROJECT.MANAGER')).body
    const permissions = role.permissions.filter((name: string) => name !== 'PROJECT.UPDATE')
    const headers = await asToken(manager)
    const rename = () => call(headers, 'PATCH', `projects/${project.uuid}/`, { name: 'Wetter' })
    expect((await rename()).status).toBe(200)
    expect((await call(headers, 'PATCH', `roles/${role.uuid}/`, { permissions })).status).toBe(403)
    expect((await call(staff, 'PATCH', `roles/${role.uuid}/`, { permissions: ['NO.SUCH'] })).status).toBe(400)
    expect((await call(staff, 'PATCH', `roles/${role.uuid}/`, { permissions })).status).toBe(200)
    expect((await rename()).status).toBe(403)
    await call(staff, 'PATCH', `roles/${role.uuid}/`, { permissions: role.permissions })
    expect((await call(staff, 'DELETE', `roles/${role.uuid}/`)).status).toBe(409)
  })
})

describe('SSH keys', () => {
  // Made for this test with ssh-keygen; the fingerprints are what ssh-keygen -l says.
  const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINp/LQ2wl3X6dSxcXjTx9Za46uryNDgxYD/uSNJgmUQG somebody@laptop'

  test('a key is kept with its fingerprints, once per person', async () => {
    const headers = await asToken(owner)
    const made = await call(headers, 'POST', 'keys/', { public_key: ED25519 })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      name: 'somebody@laptop',
      type: 'ssh-ed25519',
      user_uuid: owner.uuid,
      is_shared: false,
    })
    expect(made.body).toMatchObject({
      fingerprint_md5: 'ea:ed:bc:82:49:5e:9c:a1:4b:a0:a1:b1:c1:46:26:15',
      fingerprint_sha256: 'cPtGtT7DmtkK/Qi/9OCHEA6XVIyso4QEXKJnCEt/+GI',
      fingerprint_sha512: 'fIotKlQ11xZo9GwsgGBrui00FVGpLEqLv87F3LtUuqdn3ri5MgvZWqPv180vPBKlLjslQLJ7nFN2Rivj/C8kIw',
    })
    expect((await call(headers, 'POST', 'keys/', { public_key: ED25519 })).body).toEqual({
      public_key: ['Key with the same fingerprint already exists.'],
    })
    const filter = `keys/?fingerprint_sha256=${encodeURIComponent(`SHA256:${made.body.fingerprint_sha256}`)}`
    expect((await call(headers, 'GET', filter)).body).toHaveLength(1)
    expect((await call(await asToken(outsider), 'GET', `keys/${made.body.uuid}/`)).status).toBe(404)
    expect((await call(headers, 'PATCH', `keys/${made.body.uuid}/`, { name: 'x' })).status).toBe(405)
    expect((await call(headers, 'DELETE', `keys/${made.body.uuid}/`)).status).toBe(204)
    expect(await typesOf(made.body.uuid)).toEqual(['ssh_key_creation_succeeded', 'ssh_key_deletion_succeeded'])
  })

  test.each([
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----', /private key/],
    ['ssh-dss AAAAB3NzaC1kc3MAAACBAP', /not valid/],
    ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA', /not valid/],
    ['ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f', /another type/],
    ['hello', /not valid/],
    [
      'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDSLXh3WzZqDuorf+kVmxY6vCNN5rwYPpkpEO0IFeTb1+wLK8ObtPW/mMG2nheWSiT8a87WF9hrLOTOc8DOPCRbtrQ39X39wzZpVDxyeHFxW/DDvL4By7mT9jKNGmrQe+ALWk4wFrVPReRMuYV6Yni/xXYf/Eb1QzpQuPsP9aUxfw==',
      /at least 2048 bits/,
    ],
  ])('%s is refused', async (public_key, reason) => {
    const answer = await call(await asToken(owner), 'POST', 'keys/', { public_key })
    expect(answer.status).toBe(400)
    expect(answer.body.public_key[0]).toMatch(reason)
  })

  test('a shared key is seen by all and deleted by its owner or staff', async () => {
    const made = await call(await asToken(owner), 'POST', 'keys/', { public_key: ED25519, name: 'all' })
    await db.update(sshKeys).set({ isShared: true }).where(eq(sshKeys.uuid, made.body.uuid))
    const other = await asToken(outsider)
    expect((await call(other, 'GET', 'keys/?is_shared=true')).body).toHaveLength(1)
    expect((await call(other, 'DELETE', `keys/${made.body.uuid}/`)).status).toBe(403)
    expect((await call(staff, 'DELETE', `keys/${made.body.uuid}/`)).status).toBe(204)
  })
})

describe('personal access tokens', () => {
  const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()

  test('the secret is shown once, works, and is void when revoked', async () => {
    const headers = await asToken(owner)
    const made = await call(headers, 'POST', 'personal-access-tokens/', {
      name: 'ci',
      scopes: ['read'],
      expires_at: tomorrow(),
    })
    expect(made.status).toBe(201)
    const secret = { authorization: `Token ${made.body.token}` }
    const shown = await call(headers, 'GET', `personal-access-tokens/${made.body.uuid}/`)
    expect(shown.body).toMatchObject({ name: 'ci', scopes: ['read'], is_active: true, last_used_at: null })
    expect(JSON.stringify(shown.body)).not.toContain(made.body.token)
    const [row] = await db.select().from(tokens).where(eq(tokens.uuid, made.body.uuid))
    expect(row.sealed).toBeNull()
    expect((await call(secret, 'GET', 'projects/')).status).toBe(200)
    expect((await call(secret, 'PATCH', `projects/${project.uuid}/`, { name: 'X' })).status).toBe(403)
    expect((await call(secret, 'GET', `users/${owner.uuid}/token/`)).status).toBe(403)
    expect((await call(secret, 'GET', 'users/me/')).body).not.toHaveProperty('token')
    expect((await call(headers, 'GET', `personal-access-tokens/${made.body.uuid}/`)).body.last_used_at).not.toBeNull()
    expect((await call(headers, 'DELETE', `personal-access-tokens/${made.body.uuid}/`)).status).toBe(204)
    expect((await call(secret, 'GET', 'projects/')).body).toEqual({ detail: 'Invalid token.' })
    expect(await typesOf(made.body.uuid)).toEqual(['token_created', 'token_revoked'])
  })

  test('it needs an end that is not too far, known scopes, and places that one sees', async () => {
    const headers = await asToken(owner)
    const make = (more: object) =>
      call(headers, 'POST', 'personal-access-tokens/', {
        name: 'ci',
        scopes: ['write'],
        expires_at: tomorrow(),
        ...more,
      })
    expect((await make({ expires_at: null })).body).toHaveProperty('expires_at')
    expect((await make({ expires_at: '2020-01-01T00:00:00Z' })).body).toHaveProperty('expires_at')
    expect((await make({ expires_at: '2199-01-01T00:00:00Z' })).body).toHaveProperty('expires_at')
    expect((await make({ scopes: ['everything'] })).body).toHaveProperty('scopes')
    const foreign = await makeProject()
    expect((await make({ allowed_scopes: [{ type: 'project', uuid: foreign.uuid }] })).body).toHaveProperty(
      'allowed_scopes',
    )
    const limited = await make({ allowed_scopes: [{ type: 'project', uuid: project.uuid }] })
    expect(limited.body.allowed_scopes).toEqual([{ type: 'project', uuid: project.uuid, name: project.name }])
    const secret = { authorization: `Token ${limited.body.token}` }
    expect((await call(secret, 'GET', 'projects/')).body).toHaveLength(1)
    expect((await call(secret, 'POST', 'personal-access-tokens/', {})).status).toBe(400)
    expect(
      (await call(secret, 'POST', 'personal-access-tokens/', { name: 'x', scopes: ['write'], expires_at: tomorrow() }))
        .status,
    ).toBe(403)
  })

  test('sign-in tokens are listed without their value, for staff', async () => {
    const headers = await asToken(owner)
    const found = await call(staff, 'GET', `auth-tokens/${owner.uuid}/`)
    expect(found.body).toMatchObject({ user_username: 'owner' })
    expect(JSON.stringify(found.body)).not.toContain(headers.authorization.slice(6))
    expect((await call(headers, 'GET', 'auth-tokens/')).body).toEqual([])
    expect((await call(staff, 'DELETE', `auth-tokens/${owner.uuid}/`)).status).toBe(204)
    expect((await call(headers, 'GET', 'users/me/')).status).toBe(401)
  })
})

describe('events', () => {
  test('one sees those of one’s scopes and one’s own, newest first', async () => {
    const inScope = (await call(await asToken(owner), 'GET', `events/?scope=/api/projects/${project.uuid}/`)).body
    expect(inScope.length).toBeGreaterThan(0)
    const numbers = inScope.map((event: { number: number }) => event.number)
    expect(numbers).toEqual(numbers.toSorted((a: number, b: number) => b - a))
    expect((await call(await asToken(outsider), 'GET', `events/?project_uuid=${project.uuid}`)).body).toEqual([])
  })

  test('filters, count/, event_groups/ and scope_types/', async () => {
    const granted = await call(staff, 'GET', 'events/?event_type=role_granted&event_type=role_revoked&page_size=100')
    const counted = await call(staff, 'GET', 'events/count/?event_type=role_granted&event_type=role_revoked')
    expect(counted.body).toEqual({ count: granted.body.length })
    expect((await call(staff, 'GET', 'events/?feature=permissions')).body.length).toBeGreaterThan(0)
    expect((await call(staff, 'GET', 'events/?feature=nothing')).status).toBe(400)
    expect((await call(staff, 'GET', `events/?created_from=${Math.ceil(Date.now() / 1000) + 60}`)).body).toEqual([])
    expect((await call(staff, 'GET', 'events/event_groups/')).body.ssh).toContain('ssh_key_creation_succeeded')
    expect((await call(staff, 'GET', 'events/scope_types/')).body).toContain('structure.project')
    expect((await call(staff, 'DELETE', `events/${granted.body[0].uuid}/`)).status).toBe(405)
  })
})

describe('version, configuration, settings', () => {
  test('the configuration is public, the version for who is signed in, the settings for staff', async () => {
    const configuration = await call({}, 'GET', 'configuration/')
    expect(configuration.status).toBe(200)
    expect(configuration.body.WALDUR_OPENSTACK).toEqual({
      ALLOW_CUSTOMER_USERS_OPENSTACK_CONSOLE_ACCESS: true,
      REQUIRE_AVAILABILITY_ZONE: false,
      ALLOW_DIRECT_EXTERNAL_NETWORK_CONNECTION: false,
      TENANT_CREDENTIALS_VISIBLE: false,
    })
    expect((await call({}, 'GET', 'version/')).status).toBe(401)
    expect((await call(await asToken(reader), 'GET', 'version/')).body.version).toMatch(/^\d+\.\d+\.\d+/)
    expect((await call(await asToken(reader), 'GET', 'override-settings/')).status).toBe(403)
  })

  test('a setting acts at once, is checked, and goes back to its default', async () => {
    const read = async () => (await call({}, 'GET', 'configuration/')).body.WALDUR_OPENSTACK.REQUIRE_AVAILABILITY_ZONE
    expect((await call(staff, 'POST', 'override-settings/', { REQUIRE_AVAILABILITY_ZONE: 'maybe' })).status).toBe(400)
    expect((await call(staff, 'POST', 'override-settings/', { REQUIRE_AVAILABILITY_ZONE: true })).status).toBe(200)
    expect(await read()).toBe(true)
    await call(staff, 'POST', 'override-settings/', { REQUIRE_AVAILABILITY_ZONE: null })
    expect(await read()).toBe(false)
  })

  test('a write by cookie from another site is refused', async () => {
    const [user] = await db.select().from(users).where(eq(users.username, 'staff'))
    const headers = { ...(await asBrowser(user)), 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }
    expect((await call(headers, 'POST', 'override-settings/', {})).status).toBe(403)
    expect((await db.select().from(customers)).length).toBeGreaterThan(0)
  })
})
