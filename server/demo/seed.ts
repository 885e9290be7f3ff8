/** What the demo starts with: people, organisations, and the built-in cloud on offer. A second call changes nothing. */
import { and, eq } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { openSecrets } from '../clouds.ts'
import { SYSTEM } from '../events/record.ts'
import { hashPassword } from '../identity/password.ts'
import { grants, roles, type UserRow, users } from '../identity/table.ts'
import { newUuid } from '../ids.ts'
import { createOffering } from '../marketplace/offerings.ts'
import { slugOf } from '../marketplace/place.ts'
import type { ProviderValues } from '../providers/input.ts'
import { createProvider, updateProvider } from '../providers/save.ts'
import { type CustomerRow, customers } from '../resources/customer/table.ts'
import { offerings } from '../resources/offering/table.ts'
import { type ProjectRow, projects } from '../resources/project/table.ts'
import { providers } from '../resources/provider/table.ts'

/** Of the demo alone: no other account is ever made with a password of ours. */
export const DEMO_PASSWORD = 'demo'
export const OFFERING = 'Built-in cloud'
export const PROJECT = 'Development'

const PEOPLE = [
  { username: 'staff', firstName: 'Sam', lastName: 'Staff', words: 'runs the portal' },
  { username: 'owner', firstName: 'Olga', lastName: 'Owner', words: 'owns the organisation' },
  { username: 'manager', firstName: 'Mika', lastName: 'Manager', words: `manages the project ${PROJECT}` },
  { username: 'member', firstName: 'Mary', lastName: 'Member', words: `works in the project ${PROJECT}` },
  { username: 'reader', firstName: 'Ravi', lastName: 'Reader', words: `looks at the project ${PROJECT}` },
  { username: 'outsider', firstName: 'Otto', lastName: 'Outsider', words: 'owns another organisation' },
] as const
export type Person = (typeof PEOPLE)[number]
export const demoPeople: readonly Person[] = PEOPLE

const ensureUser = async ({ username, firstName, lastName }: Person): Promise<UserRow> => {
  const [known] = await db.select().from(users).where(eq(users.username, username))
  if (known) return known
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const now = new Date()
  const [made] = await db
    .insert(users)
    .values({
      uuid: newUuid(),
      username,
      firstName,
      lastName,
      email: `${username}@example.org`,
      passwordHash,
      isStaff: username === 'staff',
      createdAt: now,
      modifiedAt: now,
    })
    .returning()
  return made
}

const ensureCustomer = async (name: string, given: Partial<CustomerRow> = {}): Promise<CustomerRow> => {
  const [known] = await db.select().from(customers).where(eq(customers.name, name))
  if (known) return known
  const now = new Date()
  const [made] = await db
    .insert(customers)
    .values({ uuid: newUuid(), name, slug: slugOf(name), createdAt: now, modifiedAt: now, ...given })
    .returning()
  return made
}

const ensureProject = async (customer: CustomerRow, name: string): Promise<ProjectRow> => {
  const [known] = await db
    .select()
    .from(projects)
    .where(and(eq(projects.name, name), eq(projects.customerUuid, customer.uuid)))
  if (known) return known
  const now = new Date()
  const [made] = await db
    .insert(projects)
    .values({
      uuid: newUuid(),
      customerUuid: customer.uuid,
      name,
      slug: slugOf(name),
      createdAt: now,
      modifiedAt: now,
    })
    .returning()
  return made
}

const ensureRole = async (
  user: UserRow,
  name: string,
  scopeType: 'customer' | 'project',
  scope: { uuid: string },
): Promise<void> => {
  const [role] = await db.select().from(roles).where(eq(roles.name, name))
  const held = and(eq(grants.userUuid, user.uuid), eq(grants.roleUuid, role.uuid), eq(grants.scopeUuid, scope.uuid))
  if ((await db.select().from(grants).where(held)).length > 0) return
  await db.insert(grants).values({
    uuid: newUuid(),
    userUuid: user.uuid,
    roleUuid: role.uuid,
    scopeType,
    scopeUuid: scope.uuid,
    createdAt: new Date(),
  })
}

/** Users with their roles. Needs the system roles. */
const seedPeople = async (): Promise<void> => {
  const made = new Map<string, UserRow>()
  for (const person of PEOPLE) made.set(person.username, await ensureUser(person))
  const of = (username: Person['username']) => made.get(username)!
  const organisation = await ensureCustomer('Example organisation', { abbreviation: 'EX', email: 'info@example.org' })
  const other = await ensureCustomer('Other organisation')
  const development = await ensureProject(organisation, PROJECT)
  await ensureProject(organisation, 'Production')
  await ensureProject(other, 'Elsewhere')
  await ensureRole(of('owner'), 'CUSTOMER.OWNER', 'customer', organisation)
  await ensureRole(of('manager'), 'PROJECT.MANAGER', 'project', development)
  await ensureRole(of('member'), 'PROJECT.MEMBER', 'project', development)
  await ensureRole(of('reader'), 'PROJECT.READER', 'project', development)
  await ensureRole(of('outsider'), 'CUSTOMER.OWNER', 'customer', other)
}

/** How the built-in cloud is reached, from its own `OS_*` variables. */
const valuesOf = (cloud: Record<string, string>, externalNetworkId: string): ProviderValues => ({
  secrets: {
    backend_url: cloud.OS_AUTH_URL,
    username: cloud.OS_USERNAME,
    password: cloud.OS_PASSWORD,
    domain: cloud.OS_USER_DOMAIN_NAME ?? '',
    certificate: '',
  },
  options: {
    tenant_name: cloud.OS_PROJECT_NAME,
    external_network_id: externalNetworkId,
    dns_nameservers: ['192.0.2.53'],
    private_address_allowed: true,
  },
})

const MICRO = 1_000_000

/** The offering, and its provider at the address that the cloud has this time. */
const seedOffering = async (values: ProviderValues): Promise<void> => {
  const seller = await ensureCustomer('Cloud operator', { isServiceProvider: true })
  const [known] = await db.select().from(offerings).where(eq(offerings.name, OFFERING))
  if (known) {
    const [provider] = await db.select().from(providers).where(eq(providers.uuid, known.settingsUuid))
    const { secrets } = values
    if (openSecrets(provider.secrets).backend_url === secrets.backend_url) return
    await transaction(() => updateProvider(provider, { secrets, options: provider.options }, false))
    return
  }
  await transaction(async () => {
    const provider = await createProvider(OFFERING, seller.uuid, values, true)
    await createOffering(
      {
        name: OFFERING,
        description: 'An OpenStack that lives inside this demo.',
        customerUuid: seller.uuid,
        settingsUuid: provider.uuid,
        shared: true,
        billable: true,
        state: 'Active',
        plans: [
          {
            name: 'Standard',
            description: 'Pay for what you reserve.',
            pricesMicro: { cores: 5 * MICRO, ram: 2 * MICRO, storage: 0.1 * MICRO },
          },
        ],
      },
      SYSTEM,
    )
  })
}

export const seedDemo = async (cloud: Record<string, string>, externalNetworkId: string): Promise<void> => {
  await seedPeople()
  await seedOffering(valuesOf(cloud, externalNetworkId))
}
