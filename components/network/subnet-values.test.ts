import { expect, test } from 'vitest'
import type { Translate } from '../i18n/core.ts'
import {
  checkSubnet,
  cidrProblem,
  readPools,
  readRoutes,
  startSubnet,
  subnetInput,
  subnetSchema,
} from './subnet-values.ts'

const words = ((key: string) => key) as Translate
const problems = (more: Parameters<typeof startSubnet>[0]) => {
  const schema = subnetSchema.superRefine((values, context) =>
    checkSubnet(values, context, words, [{ cidr: '10.9.0.0/16', name: 'other' }]),
  )
  const read = schema.safeParse(startSubnet({ subnet_name: 'a', cidr: '10.0.0.0/24', ...more }))
  return Object.fromEntries((read.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]))
}

test('host bits, overlaps and what is no CIDR are told apart', () => {
  expect(cidrProblem('192.168.1.5/24', [], false)).toMatchObject({ code: 'hostBits', fix: '192.168.1.0/24' })
  expect(cidrProblem('10.9.1.0/24', [{ cidr: '10.9.0.0/16', name: 'n' }], false)).toMatchObject({
    code: 'overlap',
    values: { other: '10.9.0.0/16', name: 'n' },
  })
  expect(cidrProblem('8.8.8.0/24', [], true)?.code).toBe('private')
  expect(cidrProblem('x', [], false)?.code).toBe('form')
})

test('lists are read as people write them', () => {
  expect(readPools('10.0.0.10 - 10.0.0.20\n10.0.0.30-10.0.0.40\n')).toEqual([
    { start: '10.0.0.10', end: '10.0.0.20' },
    { start: '10.0.0.30', end: '10.0.0.40' },
  ])
  expect(readRoutes('10.1.0.0/16 via 10.0.0.2\n10.2.0.0/16, 10.0.0.3')).toEqual([
    { destination: '10.1.0.0/16', nexthop: '10.0.0.2' },
    { destination: '10.2.0.0/16', nexthop: '10.0.0.3' },
  ])
})

test('fields are judged against the CIDR', () => {
  expect(problems({})).toEqual({})
  expect(problems({ gateway: 'own', gateway_ip: '10.0.1.1' })).toEqual({ gateway_ip: 'subnets.gatewayOutside' })
  expect(problems({ pools: '10.0.0.20 - 10.0.0.10' })).toEqual({ pools: 'subnets.poolOrder' })
  expect(problems({ pools: '10.0.0.5 - 10.0.0.10\n10.0.0.9 - 10.0.0.20' })).toEqual({ pools: 'subnets.poolOverlap' })
  expect(problems({ gateway: 'own', gateway_ip: '10.0.0.7', pools: '10.0.0.5 - 10.0.0.10' })).toEqual({
    pools: 'subnets.poolGateway',
  })
  expect(problems({ pools: 'all' })).toEqual({ pools: 'subnets.poolForm' })
  expect(problems({ dns: '8.8.8.8, nowhere' })).toEqual({ dns: 'subnets.dnsForm' })
  expect(problems({ routes: '10.1.0.0/16 via 10.0.1.2' })).toEqual({ routes: 'subnets.routeHop' })
  expect(problems({ cidr: '10.9.9.0/24' })).toEqual({ cidr: 'subnets.cidr.overlap' })
})

test('what is left empty is not sent', () => {
  expect(subnetInput(startSubnet({ subnet_name: ' a ', cidr: '10.0.0.0/24' }))).toEqual({
    name: 'a',
    cidr: '10.0.0.0/24',
    enable_dhcp: true,
    disable_gateway: false,
    host_routes: [],
    skip_router: true,
  })
})
