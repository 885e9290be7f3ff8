/** Security groups, floating IPs, networks and routers: screens 10 and 11. */
import type { Page } from '@playwright/test'
import { discard, launch } from './support/instances.ts'
import { playgroundOf } from './support/playground.ts'
import { type Api, cloudControl, expect, shot, signIn, test } from './support/test.ts'

/** A group with an outbound rule per IP version and nothing else, on its page of rules. */
const openGroup = async (page: Page, owner: Api, name: string, rules: object[] = []) => {
  const tenant = await playgroundOf(owner)
  // A tenant that is being read takes nothing new.
  await owner.until(`/api/openstack-tenants/${tenant.uuid}/`, ({ state }) => state === 'OK')
  const { uuid } = await owner.post(`/api/openstack-tenants/${tenant.uuid}/create_security_group/`, { name, rules })
  const path = `/api/openstack-security-groups/${uuid}/`
  await owner.until(path, ({ state }) => state === 'OK')
  await signIn(page, 'owner', `/t/${tenant.uuid}/security-groups/${uuid}/rules`)
  await expect(page.getByTestId('rule-editor')).toBeVisible()
  return { path, tenant }
}

const lastRule = (page: Page) => page.getByTestId('table-rules').locator('tbody').last()
const addRule = async (page: Page) => {
  await page.getByTestId('add-rule').click()
  await expect(lastRule(page).getByTestId('field-ports')).toBeFocused()
  return lastRule(page)
}
const save = async (page: Page) => {
  await page.getByTestId('save-rules').click()
  await page.getByTestId('save-dialog').getByTestId('confirm-submit').click()
}
const saved = (page: Page) => expect(page.getByText(/The rules of .* are saved/)).toBeVisible({ timeout: 20_000 })

test('AC-F1 impossible ports and CIDRs are refused, each with its own text', async ({ page, api }) => {
  const owner = await api('owner')
  const { path } = await openGroup(page, owner, 'f1')
  const rule = await addRule(page)
  const ports = rule.getByTestId('field-ports')
  await rule.getByTestId('field-peer').selectOption('anywhere')
  await ports.fill('70000')
  await expect(rule.getByTestId('problem-ports')).toHaveText('70000 is no port: ports go from 1 to 65535.')
  await expect(ports).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByTestId('save-rules')).toHaveAttribute('aria-disabled', 'true')
  await ports.fill('443-80')
  await expect(rule.getByTestId('problem-ports')).toContainText('443 is above 80: write the lower port first.')
  await rule.getByTestId('fix-ports').click()
  await expect(ports).toHaveValue('80-443')
  await rule.getByTestId('field-peer').selectOption('cidr')
  await rule.getByTestId('field-cidr').fill('10.0.0.5/24')
  await expect(rule.getByTestId('problem-cidr')).toContainText('Did you mean 10.0.0.0/24?')
  await shot(page, 'rule-editor')
  await rule.getByTestId('fix-cidr').click()
  await expect(rule.getByTestId('field-cidr')).toHaveValue('10.0.0.0/24')
  await expect(rule.getByTestId('rule-sentence')).toContainText('10.0.0.0/24 may connect to TCP 80–443.')
  await save(page)
  await saved(page)
  const { rules } = await owner.get(path)
  expect(rules).toContainEqual(
    expect.objectContaining({ protocol: 'tcp', from_port: 80, to_port: 443, cidr: '10.0.0.0/24' }),
  )
  await owner.delete(path)
})

test('AC-F2 “My address” fills in where the browser comes from', async ({ page, api }) => {
  const owner = await api('owner')
  const { path } = await openGroup(page, owner, 'f2')
  const rule = await addRule(page)
  await rule.getByTestId('field-ports').fill('22')
  await rule.getByTestId('field-peer').selectOption('mine')
  await expect(rule.getByTestId('field-cidr')).toHaveValue('127.0.0.1/32')
  await expect(rule.getByTestId('rule-sentence')).toContainText('127.0.0.1/32 may connect to TCP 22.')
  await owner.delete(path)
})

test('AC-F3 SSH from anywhere warns and saves', async ({ page, api }) => {
  const owner = await api('owner')
  const { path } = await openGroup(page, owner, 'f3')
  await page.getByTestId('presets').click()
  await page.getByTestId('action-preset-ssh').click()
  await expect(lastRule(page).getByTestId('risk-open')).toHaveText('SSH is open to everybody in the Internet.')
  await page.getByTestId('save-rules').click()
  const dialog = page.getByTestId('save-dialog')
  await expect(dialog.getByTestId('changes-added')).toContainText('Anyone may connect to TCP 22.')
  await expect(dialog.getByTestId('affected')).toContainText('No instance bears this group')
  await expect(dialog.getByTestId('pf-security_group_rule_count')).toBeVisible()
  await dialog.getByTestId('confirm-submit').click()
  await saved(page)
  expect((await owner.get(path)).rules).toHaveLength(3)
  await owner.delete(path)
})

test('AC-F4 a rule that the cloud refuses is marked, and nothing typed is lost', async ({ page, api }) => {
  const owner = await api('owner')
  const { path } = await openGroup(page, owner, 'f4', [{ protocol: 'tcp', from_port: 80, to_port: 80 }])
  await cloudControl.post('faults', {
    service: 'neutron',
    method: 'POST',
    path: '^/security-group-rules',
    bodyMatches: '444',
    times: null,
    status: 400,
    body: { NeutronError: { type: 'BadRequest', message: 'Port 444 is not liked.', detail: '' } },
  })
  const good = await addRule(page)
  await good.getByTestId('field-peer').selectOption('anywhere')
  await good.getByTestId('field-ports').fill('443')
  const bad = await addRule(page)
  await bad.getByTestId('field-peer').selectOption('anywhere')
  await bad.getByTestId('field-ports').fill('444')
  await save(page)
  await expect(lastRule(page).getByTestId('rule-refusal')).toContainText('Port 444 is not liked.', { timeout: 20_000 })
  await expect(page.getByTestId('save-outcome')).toContainText('Nothing was applied')
  await expect(page.getByTestId('table-rules').locator('tbody')).toHaveCount(5)
  expect((await owner.get(path)).rules).toHaveLength(3)
  await cloudControl.delete('faults')
  await lastRule(page).getByTestId('field-ports').fill('8443')
  await save(page)
  await saved(page)
  expect((await owner.get(path)).rules).toHaveLength(5)
  await owner.delete(path)
})

test('AC-F5 each new row starts empty; undo and redo go step by step', async ({ page, api }) => {
  const owner = await api('owner')
  const { path } = await openGroup(page, owner, 'f5')
  const first = await addRule(page)
  await first.getByTestId('field-direction').selectOption('egress')
  await first.getByTestId('field-ports').fill('8000-8100')
  await first.getByTestId('field-cidr').fill('10.0.0.0/8')
  await first.getByTestId('field-description').fill('left over?')
  const second = await addRule(page)
  for (const field of ['ports', 'cidr', 'description'])
    await expect(second.getByTestId(`field-${field}`)).toHaveValue('')
  await expect(second.getByTestId('field-direction')).toHaveValue('ingress')
  const rows = page.getByTestId('table-rules').locator('tbody')
  await expect(rows).toHaveCount(4)
  await page.getByTestId('undo').click()
  await expect(rows).toHaveCount(3)
  await page.getByTestId('undo').click()
  await expect(lastRule(page).getByTestId('field-description')).toHaveValue('')
  await page.getByTestId('redo').click()
  await page.getByTestId('redo').click()
  await expect(rows).toHaveCount(4)
  await owner.delete(path)
})

test('AC-X4 host bits of a CIDR are cleared with one press, and the subnet follows its network', async ({
  page,
  api,
}) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  await signIn(page, 'owner', `/t/${tenant.uuid}/networks/new`)
  await page.getByTestId('field-name').getByRole('textbox').fill('backend')
  const field = page.getByTestId('field-cidr')
  await field.getByRole('textbox').fill('192.168.1.5/24')
  await field.getByRole('textbox').blur()
  await expect(field).toContainText('Did you mean 192.168.1.0/24?')
  await field.getByTestId('fix-cidr').click()
  await expect(field.getByRole('textbox')).toHaveValue('192.168.1.0/24')
  await expect(page.getByTestId('pf-network_count')).toBeVisible()
  await shot(page, 'network-new')
  await page.getByTestId('submit').click()
  await page.waitForURL('**/subnets')
  const row = page.getByTestId('table-subnets').getByRole('row', { name: /192\.168\.1\.0\/24/ })
  await expect(row).toContainText('OK', { timeout: 30_000 })
  // The network's own page knows of it without being read again.
  await expect(page.getByTestId('action-create_subnet')).toHaveAttribute('aria-disabled', 'true')
  await shot(page, 'network-subnets')

  // AC-X5: the same addresses once more are refused, and the network that has them is named.
  await page.goto(`/t/${tenant.uuid}/networks/new`)
  await field.getByRole('textbox').fill('192.168.0.0/16')
  await field.getByRole('textbox').blur()
  await expect(field).toContainText(/overlaps with 192\.168\.\d+\.0\/24 of the network/)

  await page.goto(`/t/${tenant.uuid}/networks`)
  const [network] = await owner.get(`/api/openstack-networks/?tenant_uuid=${tenant.uuid}&name_exact=backend`)
  const line = page.getByTestId(`row-${network.uuid}`)
  await line.getByRole('button', { name: /More actions/ }).click()
  await page.getByTestId('action-destroy').click()
  const dialog = page.getByTestId('confirm')
  await expect(dialog.getByTestId('confirm-submit')).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByTestId('field-confirm-name').getByRole('textbox').fill('backend')
  await dialog.getByTestId('confirm-submit').click()
  await expect(line).toBeHidden({ timeout: 30_000 })
})

test('AC-X8 releasing an attached address asks for the address typed', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const instance = await launch(owner, 'reachable')
  await signIn(page, 'owner', `/t/${tenant.uuid}/floating-ips`)
  await page.getByTestId('allocate').first().click()
  await expect(page.getByTestId('pf-floating_ip_count')).toBeVisible()
  await page.getByTestId('submit').click()
  const row = page.getByTestId('table-floating-ips').locator('[data-testid^=row-]').first()
  await expect(row).toContainText('Available', { timeout: 30_000 })
  const address = ((await row.textContent()) ?? '').match(/\d+\.\d+\.\d+\.\d+/)?.[0] ?? ''
  await row.getByTestId('action-assign').click()
  const assign = page.getByTestId('action-dialog')
  await assign.getByTestId('field-instance').getByRole('combobox').click()
  await page.getByRole('option', { name: 'reachable' }).click()
  await expect(assign.getByTestId('field-port').getByRole('radio').first()).toBeChecked()
  await shot(page, 'floating-ip-assign')
  await assign.getByTestId('submit').click()
  await expect(row).toContainText('reachable', { timeout: 30_000 })
  await expect(row).toContainText('In use')
  await shot(page, 'floating-ips')
  await row.getByRole('button', { name: /More actions/ }).click()
  await page.getByTestId('action-release').click()
  const dialog = page.getByTestId('confirm')
  const submit = dialog.getByTestId('confirm-submit')
  await expect(submit).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByTestId('field-confirm-name').getByRole('textbox').fill(address)
  await submit.click()
  await expect(row).toBeHidden({ timeout: 30_000 })
  await discard(owner, instance.uuid)
})

test('a gateway that floating IPs need is not cleared, and they are listed', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  const made = await owner.post(`/api/openstack-tenants/${tenant.uuid}/create_floating_ip/`)
  const path = `/api/openstack-floating-ips/${made.uuid}/`
  const { address } = await owner.until(path, ({ state }) => state === 'OK')
  const [router] = await owner.get(`/api/openstack-routers/?tenant_uuid=${tenant.uuid}`)
  await signIn(page, 'owner', `/t/${tenant.uuid}/routers/${router.uuid}/overview`)
  await page.getByTestId('action-more').click()
  await page.getByTestId('action-remove_external_gateway').click()
  await expect(page.getByTestId('blockers')).toContainText(address)
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: /Interfaces/ }).click()
  await expect(page.getByTestId('table-interfaces')).toContainText('192.168.42.0/24')
  await shot(page, 'router-interfaces')
  await owner.delete(path)
})

test('a reader sees networks and rules and can change none', async ({ page, api }) => {
  const owner = await api('owner')
  const tenant = await playgroundOf(owner)
  await signIn(page, 'reader', `/t/${tenant.uuid}/networks`)
  await expect(page.getByTestId('table-networks')).toContainText('192.168.42.0/24')
  await expect(page.getByTestId('create-network')).toBeHidden()
  const [group] = await owner.get(`/api/openstack-security-groups/?tenant_uuid=${tenant.uuid}&name_exact=ssh`)
  await page.goto(`/t/${tenant.uuid}/security-groups/${group.uuid}/rules`)
  await expect(page.getByTestId('rule-editor')).toContainText('Anyone may connect to TCP 22.')
  await expect(page.getByTestId('save-rules')).toBeHidden()
  await expect(page.getByTestId('add-rule')).toBeHidden()
})
