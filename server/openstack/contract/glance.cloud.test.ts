import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Cloud,
  createTenant,
  expectStatus,
  type Json,
  NOWHERE,
  openCloud,
  type Tenant,
  uniqueName,
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

const message = (text: string) => `${text}<br /><br />\n\n\n`

test('public images are listed with their needs, format and free properties', async () => {
  const { images, schema, first } = expectStatus(await tenant.call('GET', 'image', '/images?visibility=public'), 200)
  expect(schema).toBe('/v2/schemas/images')
  expect(first).toBe('/v2/images?visibility=public')
  const image = images.find((row: Json) => row.id === cloud.imageId)
  expect(image).toMatchObject({
    status: 'active',
    visibility: 'public',
    disk_format: expect.any(String),
    container_format: 'bare',
    size: expect.any(Number),
    min_disk: expect.any(Number),
    min_ram: expect.any(Number),
    protected: false,
    os_hidden: false,
    checksum: expect.stringMatching(/^[0-9a-f]{32}$/),
    os_hash_algo: 'sha512',
    os_distro: expect.any(String),
    tags: [],
    self: `/v2/images/${cloud.imageId}`,
    file: `/v2/images/${cloud.imageId}/file`,
    schema: '/v2/schemas/image',
  })
  expect(expectStatus(await tenant.call('GET', 'image', `/images/${cloud.imageId}`), 200)).toEqual(image)
})

test('a list goes on by a link of its own', async () => {
  const one = expectStatus(await tenant.call('GET', 'image', '/images?limit=1'), 200)
  expect(one.images).toHaveLength(1)
  expect(one.next).toBe(`/v2/images?limit=1&marker=${one.images[0].id}`)
  const two = expectStatus(await tenant.call('GET', 'image', `/images?limit=1&marker=${one.images[0].id}`), 200)
  expect(two.images[0].id).not.toBe(one.images[0].id)
})

test('an image with an id of ours is made once, filled, changed and deleted', async () => {
  const id = randomUUID()
  const name = uniqueName()
  const made = await tenant.call('POST', 'image', '/images', {
    body: { id, name, disk_format: 'raw', container_format: 'bare', my_property: 'x', min_disk: 1 },
  })
  expect(expectStatus(made, 201)).toMatchObject({
    id,
    name,
    status: 'queued',
    visibility: 'shared',
    size: null,
    my_property: 'x',
    owner: tenant.projectId,
  })
  expect(made.headers.get('location')).toContain(`/v2/images/${id}`)
  const twin = await tenant.call('POST', 'image', '/images', { body: { id, name } })
  expect(expectStatus(twin, 409)).toEqual({
    message: message(`Image ID ${id} already exists!`),
    code: '409 Conflict',
    title: 'Conflict',
  })
  const filled = await tenant.call('PUT', 'image', `/images/${id}/file`, {
    raw: 'hello',
    headers: { 'Content-Type': 'application/octet-stream' },
  })
  expectStatus(filled, 204)
  expect(expectStatus(await tenant.call('GET', 'image', `/images/${id}`), 200)).toMatchObject({
    status: 'active',
    size: 5,
    checksum: '5d41402abc4b2a76b9719d911017c592',
  })
  const patch = [
    { op: 'replace', path: '/name', value: 'other' },
    { op: 'add', path: '/os_distro', value: 'debian' },
  ]
  const patched = await tenant.call('PATCH', 'image', `/images/${id}`, {
    raw: JSON.stringify(patch),
    headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
  })
  expect(expectStatus(patched, 200)).toMatchObject({ name: 'other', os_distro: 'debian' })
  expectStatus(await tenant.call('DELETE', 'image', `/images/${id}`), 204)
  expect(expectStatus(await tenant.call('DELETE', 'image', `/images/${id}`), 404).message).toBe(
    message(`Failed to find image ${id} to delete`),
  )
})

test('refusals: unknown image, bad format, another’s image, publishing', async () => {
  expect(expectStatus(await tenant.call('GET', 'image', `/images/${NOWHERE}`), 404).message).toBe(
    message(`No image found with ID ${NOWHERE}`),
  )
  const bad = await tenant.call('POST', 'image', '/images', { body: { name: 'x', disk_format: 'zz' } })
  expect(expectStatus(bad, 400).message).toMatch(
    /^Provided object does not match schema 'image': 'zz' is not one of \[None, 'ami'/,
  )
  expect(expectStatus(await tenant.call('DELETE', 'image', `/images/${cloud.imageId}`), 403).message).toBe(
    message('You do not own this image'),
  )
  const open = await tenant.call('POST', 'image', '/images', {
    body: { name: 'x', visibility: 'public', disk_format: 'raw', container_format: 'bare' },
  })
  expect(expectStatus(open, 403).message).toBe(message('You are not authorized to complete publicize_image action.'))
  expect(expectStatus(await tenant.call('GET', 'image', '/images?bogus=1'), 200).images).toEqual([])
})
