import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Cloud,
  createTenant,
  expectFault,
  expectKeystoneError,
  expectNeutronError,
  expectStatus,
  type Json,
  NOWHERE,
  openCloud,
  passwordAuth,
  request,
  type Tenant,
  uniqueName,
  until,
} from './testing/cloud.ts'

let cloud: Cloud
let tenant: Tenant
beforeAll(async () => {
  cloud = await openCloud()
  tenant = await createTenant(cloud)
})
afterAll(async () => {
  await tenant?.remove()
  await cloud?.close()
})

const UNAUTHORIZED = 'The request you have made requires authentication.'
const logIn = (body: Json, headers: Record<string, string> = {}) =>
  request(`${cloud.authUrl}/auth/tokens`, 'POST', { body, headers })

describe('logging in', () => {
  test('a wrong password, an unknown user and a project without a role are one and the same 401', async () => {
    for (const body of [
      passwordAuth(tenant.name, 'wrong'),
      passwordAuth(uniqueName(), 'wrong'),
      passwordAuth(tenant.name, tenant.password, { project: { id: cloud.admin.projectId } }),
      passwordAuth(tenant.name, tenant.password, { project: { id: 'f'.repeat(32) } }),
      passwordAuth(tenant.name, tenant.password, { domain: { id: 'default' } }),
    ]) {
      const answer = await logIn(body)
      expectKeystoneError(answer, 401, 'Unauthorized', UNAUTHORIZED)
      expect(answer.headers.get('www-authenticate')).toMatch(/^Keystone uri="/)
    }
  })

  test('what is not a login is 400', async () => {
    expectKeystoneError(await logIn({}), 400, 'Bad Request', /^Expecting to find auth in request body\./)
    expectKeystoneError(await logIn({ auth: {} }), 400, 'Bad Request', /^'identity' is a required property/)
    const noDomain = { auth: { identity: { methods: ['password'], password: { user: { name: 'x', password: 'x' } } } } }
    expectKeystoneError(await logIn(noDomain), 400, 'Bad Request', /^Expecting to find domain in user\./)
    const broken = await request(`${cloud.authUrl}/auth/tokens`, 'POST', { raw: '{broken' })
    expectKeystoneError(broken, 400, 'Bad Request', /^Expecting to find valid JSON in request body\./)
  })

  test('a token names user, project, roles and a catalogue by region and interface', async () => {
    const answer = await logIn(passwordAuth(tenant.name, tenant.password, { project: { id: tenant.projectId } }))
    const { token } = expectStatus(answer, 201)
    expect(answer.headers.get('x-subject-token')).toMatch(/^gAAAAA[\w-]{60,}={0,2}$/)
    expect(answer.headers.get('x-openstack-request-id')).toMatch(/^req-/)
    expect(token.methods).toEqual(['password'])
    expect(token.user).toMatchObject({
      id: tenant.userId,
      name: tenant.name,
      domain: { id: 'default', name: 'Default' },
    })
    expect(token.project).toMatchObject({ id: tenant.projectId, name: tenant.name })
    expect(token.roles.map((role: Json) => role.name).sort()).toEqual(['member', 'reader'])
    expect(token.expires_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/)
    expect(Date.parse(token.expires_at)).toBeGreaterThan(Date.parse(token.issued_at))
    const types = token.catalog.map((service: Json) => service.type)
    expect(types).toEqual(expect.arrayContaining(['identity', 'compute', 'volumev3', 'network', 'image']))
    for (const service of token.catalog) {
      expect(service.endpoints.map((one: Json) => one.interface).sort()).toEqual(['admin', 'internal', 'public'])
      for (const endpoint of service.endpoints)
        expect(endpoint).toMatchObject({
          region: 'RegionOne',
          region_id: 'RegionOne',
          url: expect.stringMatching(/^http/),
        })
    }
    const volume = token.catalog.find((service: Json) => service.type === 'volumev3')
    expect(volume.endpoints[0].url).toContain(tenant.projectId)
  })

  test('a login without a scope gives a token without a catalogue, and names the projects', async () => {
    const answer = await logIn(passwordAuth(tenant.name, tenant.password))
    expectStatus(answer, 201)
    expect(answer.body.token).not.toHaveProperty('catalog')
    expect(answer.body.token).not.toHaveProperty('project')
    const projects = await request(`${cloud.authUrl}/auth/projects`, 'GET', {
      token: answer.headers.get('x-subject-token')!,
    })
    expect(expectStatus(projects, 200).projects.map((row: Json) => row.id)).toEqual([tenant.projectId])
  })

  test('a token buys another one', async () => {
    const body = {
      auth: {
        identity: { methods: ['token'], token: { id: tenant.token } },
        scope: { project: { id: tenant.projectId } },
      },
    }
    const { token } = expectStatus(await logIn(body), 201)
    // Keystone keeps them in a set: the order changes from one process to the next.
    expect(token.methods.toSorted()).toEqual(['password', 'token'])
    expect(token.audit_ids).toHaveLength(2)
  })

  test('every service refuses a missing and a bad token', async () => {
    for (const token of [undefined, 'gAAAAABbad'])
      for (const [service, path] of [
        ['identity', '/projects'],
        ['compute', '/servers'],
        ['volumev3', '/volumes'],
        ['network', '/networks'],
        ['image', '/images'],
      ] as const) {
        const answer = await tenant.call('GET', service, path, {
          headers: token === undefined ? { 'X-Auth-Token': '' } : { 'X-Auth-Token': token },
        })
        if (service === 'image')
          expect(expectStatus(answer, 401)).toMatchObject({ code: '401 Unauthorized', title: 'Unauthorized' })
        else expectKeystoneError(answer, 401, 'Unauthorized', UNAUTHORIZED)
        expect(answer.headers.get('www-authenticate')).toMatch(/^Keystone uri="/)
      }
  })

  test('a token shows itself and not what is none', async () => {
    const own = await tenant.call('GET', 'identity', '/auth/tokens', { headers: { 'X-Subject-Token': tenant.token } })
    expect(expectStatus(own, 200).token.project.id).toBe(tenant.projectId)
    const bad = await cloud.admin.call('GET', 'identity', '/auth/tokens', { headers: { 'X-Subject-Token': 'bad' } })
    expectKeystoneError(bad, 404, 'Not Found', /token/)
  })
})

describe('projects', () => {
  test('made with tags, found by tag, changed, deleted; the name is taken once', async () => {
    const { admin } = cloud
    const name = uniqueName()
    const tag = uniqueName('mark')
    const made = await admin.call('POST', 'identity', '/projects', {
      body: { project: { name, domain_id: 'default', description: 'd', tags: [tag, 'two'] } },
    })
    const { project } = expectStatus(made, 201)
    expect(project).toMatchObject({
      name,
      domain_id: 'default',
      description: 'd',
      enabled: true,
      is_domain: false,
      parent_id: 'default',
      tags: [tag, 'two'],
      options: {},
    })
    expect(project.id).toMatch(/^[0-9a-f]{32}$/)
    const found = await admin.call('GET', 'identity', `/projects?tags=${tag}`)
    expect(expectStatus(found, 200).projects.map((row: Json) => row.id)).toEqual([project.id])
    expect(found.body.links).toMatchObject({ next: null, previous: null })
    expect(
      (await admin.call('GET', 'identity', `/projects?name=${name}&domain_id=default`)).body.projects,
    ).toHaveLength(1)
    const twin = await admin.call('POST', 'identity', '/projects', {
      body: { project: { name, domain_id: 'default' } },
    })
    expectKeystoneError(
      twin,
      409,
      'Conflict',
      new RegExp(
        `^Conflict occurred attempting to store project - it is not permitted to have two projects with either the same name or same id in the same domain: name is ${name}, project id [0-9a-f]+\\.$`,
      ),
    )
    const path = `/projects/${project.id}`
    expect(
      (await admin.call('PATCH', 'identity', path, { body: { project: { description: 'e' } } })).body.project
        .description,
    ).toBe('e')
    expectStatus(await admin.call('PUT', 'identity', `${path}/tags/three`), 201)
    expectStatus(await admin.call('HEAD', 'identity', `${path}/tags/three`), 204)
    expectStatus(await admin.call('DELETE', 'identity', `${path}/tags/three`), 204)
    expectKeystoneError(
      await admin.call('DELETE', 'identity', `${path}/tags/three`),
      404,
      'Not Found',
      'Could not find project tag: three.',
    )
    expectStatus(await admin.call('DELETE', 'identity', path), 204)
    expectKeystoneError(
      await admin.call('DELETE', 'identity', path),
      404,
      'Not Found',
      `Could not find project: ${project.id}.`,
    )
  })

  test('names and tags are checked', async () => {
    const make = (project: Json) => cloud.admin.call('POST', 'identity', '/projects', { body: { project } })
    expectKeystoneError(await make({}), 400, 'Bad Request', /^'name' is a required property/)
    expectKeystoneError(
      await make({ name: '' }),
      400,
      'Bad Request',
      /^Invalid input for field 'name': '' is too short/,
    )
    expectKeystoneError(
      await make({ name: 'x'.repeat(65) }),
      400,
      'Bad Request',
      /^Invalid input for field 'name': 'x+' is too long/,
    )
    expectKeystoneError(
      await make({ name: uniqueName(), tags: ['a/b'] }),
      400,
      'Bad Request',
      /^Invalid input for field 'tags\/0': 'a\/b' does not match/,
    )
  })
})

describe('users and roles', () => {
  test('a user is made once, found by name, changed and deleted', async () => {
    const { admin } = cloud
    const name = uniqueName()
    const made = await admin.call('POST', 'identity', '/users', {
      body: { user: { name, domain_id: 'default', password: 'first-Word-1', description: 'mark' } },
    })
    const { user } = expectStatus(made, 201)
    expect(user).toMatchObject({
      name,
      domain_id: 'default',
      enabled: true,
      description: 'mark',
      password_expires_at: null,
    })
    expect(user).not.toHaveProperty('password')
    const twin = await admin.call('POST', 'identity', '/users', {
      body: { user: { name, domain_id: 'default', password: 'x' } },
    })
    expectKeystoneError(
      twin,
      409,
      'Conflict',
      `Conflict occurred attempting to store user - Duplicate entry found with name ${name} at domain ID default.`,
    )
    expect((await admin.call('GET', 'identity', `/users?name=${name}`)).body.users).toEqual([
      expect.objectContaining({ id: user.id, description: 'mark' }),
    ])
    expectStatus(
      await admin.call('PATCH', 'identity', `/users/${user.id}`, { body: { user: { password: 'second-Word-2' } } }),
      200,
    )
    expectKeystoneError(await logIn(passwordAuth(name, 'first-Word-1')), 401, 'Unauthorized', UNAUTHORIZED)
    expectStatus(await logIn(passwordAuth(name, 'second-Word-2')), 201)
    expectStatus(await admin.call('DELETE', 'identity', `/users/${user.id}`), 204)
    expectKeystoneError(
      await admin.call('DELETE', 'identity', `/users/${user.id}`),
      404,
      'Not Found',
      `Could not find user: ${user.id}.`,
    )
  })

  test('a password change voids the tokens of the second it happens in; later ones are good', async () => {
    const { admin } = cloud
    const name = uniqueName()
    const { user } = (
      await admin.call('POST', 'identity', '/users', {
        body: { user: { name, domain_id: 'default', password: 'first-Word-1' } },
      })
    ).body
    await admin.call('PATCH', 'identity', `/users/${user.id}`, { body: { user: { password: 'second-Word-2' } } })
    const usable = async () => {
      const token = (await logIn(passwordAuth(name, 'second-Word-2'))).headers.get('x-subject-token')!
      return (await request(`${cloud.authUrl}/auth/projects`, 'GET', { token })).status
    }
    await until(usable, (status) => status === 200, 'a token that is good', 5)
    await admin.call('DELETE', 'identity', `/users/${user.id}`)
  })

  test('granting twice is once; taking away twice is 404; a user without a role is out at once', async () => {
    const { admin } = cloud
    const other = await createTenant(cloud)
    const role = (await admin.call('GET', 'identity', '/roles?name=member')).body.roles[0]
    const path = `/projects/${other.projectId}/users/${other.userId}/roles/${role.id}`
    expectStatus(await admin.call('HEAD', 'identity', path), 204)
    expectStatus(await admin.call('PUT', 'identity', path), 204)
    const rows = (await admin.call('GET', 'identity', `/role_assignments?user.id=${other.userId}`)).body
      .role_assignments
    expect(rows).toEqual([
      expect.objectContaining({
        role: { id: role.id },
        user: { id: other.userId },
        scope: { project: { id: other.projectId } },
      }),
    ])
    expectStatus(await admin.call('DELETE', 'identity', path), 204)
    expectKeystoneError(
      await admin.call('DELETE', 'identity', path),
      404,
      'Not Found',
      /^Could not find role assignment with role: /,
    )
    expectStatus(await admin.call('HEAD', 'identity', path), 404)
    expectKeystoneError(await other.call('GET', 'identity', '/auth/projects'), 401, 'Unauthorized', UNAUTHORIZED)
    expectKeystoneError(
      await admin.call('PUT', 'identity', `/projects/${other.projectId}/users/${NOWHERE}/roles/${role.id}`),
      404,
      'Not Found',
      `Could not find user: ${NOWHERE}.`,
    )
    await admin.call('PUT', 'identity', path)
    await other.remove()
  })
})

describe('a member', () => {
  const forbidden = (answer: Json, action: string) =>
    expectKeystoneError(
      answer,
      403,
      'Forbidden',
      `You are not authorized to perform the requested action: identity:${action}.`,
    )

  test('sees itself and its project in Keystone and nothing more', async () => {
    expectStatus(await tenant.call('GET', 'identity', `/projects/${tenant.projectId}`), 200)
    expectStatus(await tenant.call('GET', 'identity', `/users/${tenant.userId}`), 200)
    forbidden(await tenant.call('GET', 'identity', `/projects/${cloud.admin.projectId}`), 'get_project')
    forbidden(await tenant.call('GET', 'identity', '/projects'), 'list_projects')
    forbidden(await tenant.call('GET', 'identity', '/users'), 'list_users')
    forbidden(await tenant.call('GET', 'identity', '/domains'), 'list_domains')
    forbidden(
      await tenant.call('POST', 'identity', '/projects', { body: { project: { name: uniqueName() } } }),
      'create_project',
    )
  })

  test('may not do an administrator’s things in the other services', async () => {
    const denied = (rule: string) => `Policy doesn't allow ${rule} to be performed.`
    expectFault(
      await tenant.call('GET', 'compute', '/servers/detail?all_tenants=1'),
      403,
      'forbidden',
      denied('os_compute_api:servers:detail:get_all_tenants'),
    )
    expectFault(
      await tenant.call('GET', 'compute', `/os-quota-sets/${cloud.admin.projectId}`),
      403,
      'forbidden',
      denied('os_compute_api:os-quota-sets:show'),
    )
    expectFault(
      await tenant.call('PUT', 'compute', `/os-quota-sets/${tenant.projectId}`, { body: { quota_set: { cores: 3 } } }),
      403,
      'forbidden',
      denied('os_compute_api:os-quota-sets:update'),
    )
    expectFault(
      await tenant.call('GET', 'compute', '/os-services'),
      403,
      'forbidden',
      denied('os_compute_api:os-services:list'),
    )
    expectFault(
      await tenant.call('GET', 'compute', '/os-hypervisors'),
      403,
      'forbidden',
      denied('os_compute_api:os-hypervisors:list'),
    )
    expectFault(
      await tenant.call('PUT', 'volumev3', `/os-quota-sets/${tenant.projectId}`, {
        body: { quota_set: { volumes: 3 } },
      }),
      403,
      'forbidden',
      denied('volume_extension:quotas:update'),
    )
    expectFault(
      await tenant.call('GET', 'volumev3', '/os-services'),
      403,
      'forbidden',
      denied('volume_extension:services:index'),
    )
    expectNeutronError(
      await tenant.call('PUT', 'network', `/quotas/${tenant.projectId}`, { body: { quota: { network: 1 } } }),
      403,
      'PolicyNotAuthorized',
      'rule:update_quota is disallowed by policy',
    )
    expectNeutronError(
      await tenant.call('POST', 'network', '/networks', { body: { network: { name: 'x', 'router:external': true } } }),
      403,
      'PolicyNotAuthorized',
      '(rule:create_network and rule:create_network:router:external) is disallowed by policy',
    )
    // Cinder simply answers for the own project.
    expect(expectStatus(await tenant.call('GET', 'volumev3', '/volumes/detail?all_tenants=1'), 200).volumes).toEqual([])
  })

  test('is refused on another project’s volume endpoint', async () => {
    const service = tenant.catalog.find((one: Json) => one.type === 'volumev3')
    const url = service.endpoints[0].url.replace(tenant.projectId, cloud.admin.projectId)
    expectFault(
      await request(`${url}/volumes`, 'GET', { token: tenant.token }),
      400,
      'badRequest',
      'Malformed request url',
    )
  })
})

describe('versions', () => {
  test('Keystone tells its version without a token', async () => {
    const { version } = expectStatus(await request(cloud.authUrl, 'GET'), 200)
    expect(version.id).toMatch(/^v3\.\d+$/)
  })

  test('Nova and Cinder negotiate microversions', async () => {
    for (const [service, name, oldest, path] of [
      ['compute', 'compute', '2.1', '/servers'],
      ['volumev3', 'volume', '3.0', '/volumes'],
    ] as const) {
      const plain = await tenant.call('GET', service, path)
      expect(plain.headers.get('openstack-api-version')).toBe(`${name} ${oldest}`)
      expect(plain.headers.get('vary')).toContain('OpenStack-API-Version')
      expect(plain.headers.get('x-openstack-request-id')).toMatch(/^req-/)
      const newer = await tenant.call('GET', service, path, { microversion: service === 'compute' ? '2.53' : '3.50' })
      expect(newer.headers.get('openstack-api-version')).toBe(`${name} ${service === 'compute' ? '2.53' : '3.50'}`)
      const latest = await tenant.call('GET', service, path, { microversion: 'latest' })
      const most = latest.headers.get('openstack-api-version')!.split(' ')[1]
      const [major, minor] = most.split('.')
      const next = `${major}.${Number(minor) + 1}`
      expectFault(
        await tenant.call('GET', service, path, { microversion: next }),
        406,
        'computeFault',
        `Version ${next} is not supported by the API. Minimum is ${oldest} and maximum is ${most}.`,
      )
      expectFault(
        await tenant.call('GET', service, path, { microversion: 'x' }),
        400,
        'badRequest',
        'API Version String x is of invalid format. Must be of format MajorNum.MinorNum.',
      )
    }
    const legacy = await tenant.call('GET', 'compute', '/servers', {
      headers: { 'X-OpenStack-Nova-API-Version': '2.26' },
    })
    expect(legacy.headers.get('x-openstack-nova-api-version')).toBe('2.26')
  })

  test('an unknown path is 404 in each service’s own words', async () => {
    expect(expectStatus(await tenant.call('GET', 'compute', '/nosuch'), 404)).toMatchObject({
      code: '404 Not Found',
      title: 'Not Found',
    })
    expect(expectStatus(await tenant.call('GET', 'volumev3', '/nosuch'), 404)).toMatchObject({ code: '404 Not Found' })
    expectNeutronError(
      await tenant.call('GET', 'network', '/nosuch'),
      404,
      'HTTPNotFound',
      'The resource could not be found.',
    )
    expectStatus(await tenant.call('GET', 'identity', '/nosuch'), 404)
  })
})
