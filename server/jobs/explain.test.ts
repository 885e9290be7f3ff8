import { expect, test } from 'vitest'
import { plainCause } from './explain.ts'

test("Nova's refusal by quota says what was needed and what is free", () => {
  expect(plainCause('Quota exceeded for cores: Requested 4, but already used 18 of 20 cores')).toBe(
    'Needs 4 vCPU, 2 free (limit of the cloud: 20).',
  )
  expect(
    plainCause('Quota exceeded for cores, ram: Requested 4, 8192, but already used 18, 50000 of 20, 51200 cores, ram'),
  ).toBe(
    'Needs 4 vCPU, 2 free (limit of the cloud: 20). Needs 8192 MiB RAM, 1200 MiB free (limit of the cloud: 51200 MiB).',
  )
})

test("Cinder's refusal by quota says it for the type, too", () => {
  const text = (name: string) =>
    `VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed ${name} quota. Requested 10G, quota is 5G and 0G has been consumed.`
  expect(plainCause(text('gigabytes'))).toBe('Needs 10 GiB storage, 5 GiB free (limit of the cloud: 5 GiB).')
  expect(plainCause(text('gigabytes_ssd'))).toBe(
    'Needs 10 GiB storage of type ssd, 5 GiB free (limit of the cloud: 5 GiB).',
  )
  expect(plainCause("VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota 'volumes'.")).toBe(
    "The cloud's own quota of volumes is used up.",
  )
})

test("Neutron's refusal by quota names what is used up", () => {
  expect(plainCause("Quota exceeded for resources: ['floatingip'].")).toBe(
    "The cloud's own quota of floating IPs is used up.",
  )
})

test('an image that is too large says what it needs', () => {
  expect(plainCause('Invalid input received: Size of specified image 3GB is larger than volume size 1GB.')).toBe(
    'The image needs at least 3 GiB disk.',
  )
  expect(plainCause('Volume size 1GB cannot be smaller than the image minDisk size 40GB.')).toBe(
    'The image needs at least 40 GiB disk.',
  )
  expect(
    plainCause(
      "Flavor's disk is too small for requested image. Flavor disk is 1073741824 bytes, image is 2361393152 bytes.",
    ),
  ).toBe('The image needs at least 3 GiB disk.')
})

test("Neutron's refusals name the address, or count the ports", () => {
  expect(plainCause('IP address 10.77.0.9 already allocated in subnet 836530bd-8d47-4504-b39b-c5986486cf76')).toBe(
    '10.77.0.9 is already taken.',
  )
  expect(plainCause('IP address 10.78.0.9 is not a valid IP for the specified subnet.')).toBe(
    '10.78.0.9 does not belong to the subnet.',
  )
  const network =
    'Unable to complete operation on network 19b1b261. There are one or more ports still in use on the network, '
  expect(plainCause(`${network}id for these ports is: 0b1bbf4d-f2ab-4278-a028-636a15ecb4e7.`)).toBe(
    'It is still in use by 1 port.',
  )
  expect(
    plainCause(
      'Unable to complete operation on subnet 836530bd: One or more ports have an IP allocation from this subnet.',
    ),
  ).toBe('It is still in use by ports.')
  expect(
    plainCause(
      'External network fde0e127 is not reachable from subnet 836530bd.  Therefore, cannot associate Port 0b1bbf4d with a Floating IP.',
    ),
  ).toBe('The subnet has no router to the external network.')
})

test('a volume that is held says so', () => {
  expect(
    plainCause(
      'Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.',
    ),
  ).toBe('The volume is attached or still has snapshots.')
})

test('no valid host and an unknown text', () => {
  expect(plainCause('No valid host was found. There are not enough hosts available.')).toBe(
    'The region has no room for this flavor right now.',
  )
  expect(plainCause('Something new')).toBeUndefined()
})
