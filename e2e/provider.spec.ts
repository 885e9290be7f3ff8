/** Provider settings: the connection, its test, what it never tells (screens 15.1). */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { ADMIN } from '../server/openstack/fake/seed.ts'
import type { Json } from './support/api.ts'
import { type Api, expect, shot, signIn, test } from './support/test.ts'

const ISSUER = 'Cloud of the test'
const LATER = ['admin_rights', 'catalogue', 'compute', 'storage', 'network', 'image', 'console']

const cloudUrl = () => process.env.FOYER_CLOUD_URL!
const field = (page: Page, name: string) => page.getByTestId(`field-${name}`)
const box = (page: Page, name: string) => field(page, name).getByRole('textbox')
const password = (page: Page) => field(page, 'password').locator('input')
const step = (page: Page, name: string) => page.getByTestId(`test-step-${name}`)

/** The organisation that sells the demo's cloud, and that offering. */
const demoOffering = async (api: Api): Promise<Json> =>
  (await api.get<Json[]>('/api/marketplace-provider-offerings/?name_exact=Built-in%20cloud'))[0]

const attributes = (more: Json = {}) => ({
  backend_url: `${cloudUrl()}/identity/v3`,
  username: ADMIN.user,
  password: ADMIN.password,
  tenant_name: ADMIN.project,
  ...more,
})

const made: Json[] = []
/** A draft of its own, gone at the end of the test. */
const makeDraft = async (api: Api, more: Json = {}): Promise<Json> => {
  const { customer } = await demoOffering(api)
  const offering = await api.post('/api/marketplace-provider-offerings/', {
    name: `Draft ${Date.now()}`,
    type: 'OpenStack.Tenant',
    customer,
    service_attributes: attributes(more),
  })
  made.push(offering)
  return offering
}
test.afterEach(async ({ api }) => {
  const staff = await api('staff')
  for (const { uuid } of made.splice(0)) await staff.delete(`/api/marketplace-provider-offerings/${uuid}/`)
})

const openConnection = async (page: Page, offering: Json) => {
  await page.goto(`/provider/${offering.customer_uuid}/offerings/${offering.uuid}/connection`)
  await expect(field(page, 'backend_url')).toBeVisible()
}

const fillNew = async (page: Page, api: Api, given: Json) => {
  const { customer_uuid } = await demoOffering(api)
  await page.goto(`/provider/${customer_uuid}/offerings/new`)
  for (const name of ['backend_url', 'username', 'tenant_name']) await box(page, name).fill(given[name])
  await password(page).fill(given.password)
}

/** TLS in front of the built-in cloud, with a certificate that nobody knows. */
const openDoor = async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'foyer-door-'))
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  const subject = ['-subj', `/CN=${ISSUER}`, '-addext', 'subjectAltName=IP:127.0.0.1']
  const files = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '90']
  execFileSync('openssl', ['req', '-x509', ...files, ...subject], { stdio: 'ignore' })
  const certificate = fs.readFileSync(cert, 'utf8')
  const server = https.createServer({ key: fs.readFileSync(key), cert: certificate }, (request, response) => {
    const { method, headers, url } = request
    const inner = http.request(new URL(url ?? '/', cloudUrl()), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    inner.on('error', () => response.destroy())
    request.pipe(inner)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/identity/v3`,
    certificate,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      fs.rmSync(folder, { recursive: true })
    },
  }
}

test('AC-O1 a wrong password fails at "sign in", and later steps are skipped', async ({ page, api }) => {
  await signIn(page, 'staff')
  await fillNew(page, await api('staff'), attributes({ password: 'not the password' }))
  await page.getByTestId('action-test').click()
  await expect(step(page, 'sign_in')).toHaveAttribute('data-status', 'fail')
  await expect(step(page, 'sign_in')).toContainText('Check user name, password, domain and project.')
  for (const name of LATER) await expect(step(page, name)).toHaveAttribute('data-status', 'skipped')
  await expect(step(page, 'port')).toHaveAttribute('data-status', 'ok')
  await expect(page.getByTestId('connection-result')).toHaveAttribute('data-ok', 'false')
  await shot(page, 'connection-test-failed')
  await password(page).fill(ADMIN.password)
  await expect(page.getByTestId('connection-result')).toHaveText('The settings have changed since this test.')
  await page.getByTestId('action-test').click()
  await expect(page.getByTestId('connection-result')).toHaveAttribute('data-ok', 'true')
  await expect(step(page, 'compute')).toHaveAttribute('data-status', 'ok')
})

test('AC-O2 AC-E1 a self-signed certificate fails at TLS with its issuer; with the CA it passes', async ({
  page,
  api,
}) => {
  const door = await openDoor()
  try {
    await signIn(page, 'staff')
    await fillNew(page, await api('staff'), attributes({ backend_url: door.url }))
    await page.getByTestId('action-test').click()
    await expect(step(page, 'tls')).toHaveAttribute('data-status', 'fail')
    await expect(step(page, 'tls')).toContainText(`issued by ${ISSUER}`)
    await expect(step(page, 'sign_in')).toHaveAttribute('data-status', 'skipped')
    await box(page, 'certificate').fill(door.certificate)
    await page.getByTestId('action-test').click()
    await expect(step(page, 'tls')).toHaveAttribute('data-status', 'ok')
    await expect(step(page, 'sign_in')).toHaveAttribute('data-status', 'ok')
    await expect(page.getByTestId('certificate-facts')).toContainText(ISSUER)
    await shot(page, 'connection-test-passed')
  } finally {
    await door.close()
  }
})

test('AC-O3 saving one field blanks no other, and the password stays without being typed again', async ({
  page,
  api,
}) => {
  const staff = await api('staff')
  const offering = await makeDraft(staff, {
    region: 'RegionOne',
    interface: 'public',
    domain: 'Default',
    access_url: 'https://dashboard.example.org',
    dns_nameservers: ['192.0.2.53'],
  })
  const read = async () =>
    (await staff.get(`/api/marketplace-provider-offerings/${offering.uuid}/`)).service_attributes as Json
  const before = await read()
  await signIn(page, 'staff')
  await openConnection(page, offering)
  await expect(password(page)).toHaveValue('')
  await expect(field(page, 'password')).toContainText('Set on')
  await field(page, 'timeout_seconds').getByRole('spinbutton').fill('45')
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('toast-success')).toContainText('Saved.')
  expect(await read()).toEqual({ ...before, verify_ssl: true, certificate: '', timeout_seconds: 45 })
  // What is stored still signs in.
  await page.reload()
  await expect(field(page, 'timeout_seconds').getByRole('spinbutton')).toHaveValue('45')
  await page.getByTestId('action-test').click()
  await expect(step(page, 'sign_in')).toHaveAttribute('data-status', 'ok')
  await expect(page.getByTestId('connection-result')).toHaveAttribute('data-ok', 'true')
})

test('AC-O5 the password is in no answer, page, log or audit entry', async ({ page, api }) => {
  const staff = await api('staff')
  const secret = `Sesame-${Date.now()}-open`
  const offering = await makeDraft(staff)
  const answers: string[] = []
  page.on('response', async (response) => {
    if (/json|html|x-component/.test(response.headers()['content-type'] ?? ''))
      answers.push(await response.text().catch(() => ''))
  })
  await signIn(page, 'staff')
  await openConnection(page, offering)
  await password(page).fill(secret)
  await page.getByTestId('action-test').click()
  await expect(step(page, 'sign_in')).toHaveAttribute('data-status', 'fail')
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('toast-success')).toContainText('Saved.')
  await page.goto('/admin/audit?feature=marketplace')
  const entry = page.getByRole('row').filter({ hasText: offering.name }).first()
  await entry.getByTestId('action-expand').click()
  await expect(page.getByTestId('audit-entry')).toContainText('password')
  answers.push(await page.content())
  await openConnection(page, offering)
  answers.push(await page.content())
  for (const path of [
    `/api/marketplace-provider-offerings/${offering.uuid}/`,
    `/api/service-settings/${offering.scope_uuid}/`,
    '/api/events/?page_size=100',
  ])
    answers.push(JSON.stringify(await staff.get(path)))
  answers.push(fs.readFileSync('test-results/server.log', 'utf8'))
  expect(answers.length).toBeGreaterThan(8)
  expect(answers.filter((text) => text.includes(secret))).toEqual([])
})

test('not checking certificates is asked twice, and said to staff on every page', async ({ page, api }) => {
  const staff = await api('staff')
  const offering = await makeDraft(staff)
  await signIn(page, 'staff')
  await openConnection(page, offering)
  await expect(page.getByTestId('insecure-banner')).toBeHidden()
  await field(page, 'verify_ssl').getByRole('switch').click()
  await page.getByTestId('submit').click()
  await page.getByTestId('field-confirm-name').getByRole('textbox').fill(offering.name)
  await page.getByTestId('confirm-submit').click()
  await expect(page.getByTestId('insecure-banner')).toContainText(offering.name)
  await page.goto('/')
  await expect(page.getByTestId('insecure-banner')).toContainText(offering.name)
  await shot(page, 'insecure-banner')
})

test('an offering shows its network, storage, components and plans', async ({ page, api }) => {
  const staff = await api('staff')
  const offering = await demoOffering(staff)
  await signIn(page, 'staff')
  const open = (tab: string) => page.goto(`/provider/${offering.customer_uuid}/offerings/${offering.uuid}/${tab}`)
  await page.goto(`/provider/${offering.customer_uuid}/offerings`)
  await expect(page.getByTestId(`row-${offering.uuid}`)).toContainText('Active')
  await shot(page, 'offerings')
  await open('network')
  await expect(field(page, 'external_network_id')).toContainText('external')
  await shot(page, 'offering-network')
  await open('storage')
  await expect(page.getByTestId('table-volume-types').getByRole('row')).not.toHaveCount(0)
  await shot(page, 'offering-storage')
  await open('components')
  await expect(page.getByTestId('row-cores')).toContainText('Cores')
  await expect(page.getByTestId('table-plans')).toContainText('€5.00')
  await shot(page, 'offering-components')
})
