import { expect, test } from 'vitest'
import { obstacleTo } from './reach.ts'

const port = {
  uuid: 'p',
  state: 'OK' as const,
  network_uuid: 'n',
  floating_ips: [],
  fixed_ips: [{ ip_address: '10.0.0.5', subnet_id: 's' }],
}
const router = {
  uuid: 'r',
  name: 'router',
  has_external_gateway: true,
  external_network_id: 'public',
  fixed_ips: [{ ip_address: '10.0.0.1', subnet_id: 's' }],
}

test('a port behind a router to the address’s network is reached', () => {
  expect(obstacleTo(port, [router], 'public')).toBeUndefined()
})

test('what stands between is named, with where to mend it', () => {
  expect(obstacleTo(port, [], 'public')).toEqual({ code: 'noRouter', networkUuid: 'n' })
  const closed = { ...router, has_external_gateway: false, external_network_id: '' }
  expect(obstacleTo(port, [closed], 'public')).toEqual({ code: 'noGateway', routerUuid: 'r', routerName: 'router' })
  expect(obstacleTo(port, [router], 'other')).toMatchObject({ code: 'otherNetwork' })
  expect(obstacleTo({ ...port, floating_ips: ['x'] }, [router], 'public')).toEqual({ code: 'taken' })
  expect(obstacleTo({ ...port, state: 'UPDATING' }, [router], 'public')).toEqual({ code: 'busy' })
  const six = { ...port, fixed_ips: [{ ip_address: 'fd00::5', subnet_id: 's' }] }
  expect(obstacleTo(six, [router], 'public')).toEqual({ code: 'noAddress' })
})
