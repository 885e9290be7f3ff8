import { describe, expect, it } from 'vitest'
import { kindOf, OpenStackError, readFault, redact, secretsIn } from './errors.ts'

describe('a fault’s sentence', () => {
  // Recorded from Zed, shortened.
  it.each([
    [
      'Nova',
      '{"itemNotFound": {"code": 404, "message": "Instance nope could not be found."}}',
      'Instance nope could not be found.',
      'itemNotFound',
    ],
    [
      'Neutron',
      '{"NeutronError": {"type": "NetworkNotFound", "message": "Network nope could not be found.", "detail": ""}}',
      'Network nope could not be found.',
      'NetworkNotFound',
    ],
    ['an old Neutron plug-in', '{"NeutronError": "broken"}', 'broken', 'NeutronError'],
    [
      'Keystone',
      '{"error":{"code":404,"message":"Could not find project: nope.","title":"Not Found"}}',
      'Could not find project: nope.',
      'Not Found',
    ],
    [
      'Placement',
      '{"errors": [{"status": 409, "title": "Conflict", "detail": "There was a conflict", "code": "placement.concurrent_update"}]}',
      'There was a conflict',
      'placement.concurrent_update',
    ],
    [
      'Glance',
      '<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  No image found with ID nope<br /><br />\n\n\n\n </body>\n</html>',
      'No image found with ID nope',
      undefined,
    ],
    [
      'a proxy',
      '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>',
      'No server is available to handle this request.',
      undefined,
    ],
    [
      'a page that is only a heading',
      '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
      '502 Bad Gateway',
      undefined,
    ],
    ['the token check', 'Authentication required', 'Authentication required', undefined],
    ['a cut body', '{"badRequest": {"mess', '{"badRequest": {"mess', undefined],
    ['nobody', '', '', undefined],
  ])('of %s', (_, text, message, code) => {
    expect(readFault(text).message).toBe(message)
    expect(readFault(text).code).toBe(code)
  })

  it('has an end', () => expect(readFault('x'.repeat(5000)).message).toHaveLength(1000))
})

describe('a fault’s kind', () => {
  it.each([
    [403, 'forbidden', 'Quota exceeded for cores, instances: Requested 1, but already used 20 of 20 cores', 'quota'],
    [
      413,
      'overLimit',
      'VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota.',
      'quota',
    ],
    [409, 'OverQuota', "Quota exceeded for resources: ['network'].", 'quota'],
    [403, 'forbidden', 'Quota exceeded, too many key pairs.', 'quota'],
    [403, 'Forbidden', 'You are not authorized to perform the requested action.', 'forbidden'],
    [409, 'conflictingRequest', "Cannot 'stop' instance 1 while it is in task_state powering-off", 'busy'],
    [409, 'conflictingRequest', "Cannot 'stop' instance 1 while it is in vm_state stopped", 'conflict'],
    [409, 'IpAddressGenerationFailure', 'No more IP addresses available on network 1.', 'conflict'],
    [
      409,
      'SubnetInUse',
      'Unable to complete operation on subnet 1: One or more ports have an IP allocation from this subnet.',
      'conflict',
    ],
    [400, 'badRequest', 'Invalid volume: Volume status must be available', 'bad_request'],
    [410, undefined, '', 'not_found'],
    [429, 'overLimit', 'This request was rate-limited.', 'rate_limit'],
    [500, 'computeFault', 'Unexpected API Error.', 'server'],
    [300, undefined, '', 'bad_response'],
  ])('%i %s %s', (status, code, message, kind) => expect(kindOf(status, code, message)).toBe(kind))

  it('says what is worth sending again', () => {
    const retryable = (kind: OpenStackError['kind'], status = 0) =>
      new OpenStackError('x', { service: 'nova', kind, status, method: 'GET', path: '/' }).retryable
    for (const kind of ['connection', 'timeout', 'dns', 'busy', 'rate_limit', 'server'] as const)
      expect(retryable(kind), kind).toBe(true)
    for (const kind of [
      'tls',
      'auth',
      'not_found',
      'conflict',
      'quota',
      'bad_request',
      'forbidden',
      'bad_response',
    ] as const) {
      expect(retryable(kind), kind).toBe(false)
    }
    expect(retryable('server', 501)).toBe(false)
  })
})

it('finds what must not be repeated', () => {
  const body = { server: { adminPass: 'hunter2', user_data: 'Zm9v', name: 'web' }, auth: [{ password: 'hunter22' }] }
  expect(secretsIn(body)).toEqual(['hunter2', 'Zm9v', 'hunter22'])
  expect(redact('not hunter22 nor hunter2', secretsIn(body))).toBe('not *** nor ***')
})
