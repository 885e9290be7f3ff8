/** The system roles and what each may do (contract 2.2). Staff may edit the sets; the table below is where they start. */
import { notInArray } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { Grant } from '../api/rules.ts'
import { newUuid } from '../ids.ts'
import { roles } from './table.ts'

const READ = ['RESOURCE.LIST', 'PROJECT.LIST']
const ORDER = ['ORDER.LIST', 'ORDER.CREATE', 'ORDER.APPROVE_PRIVATE', 'ORDER.CANCEL', 'ORDER.DESTROY']
const RESOURCE = ['RESOURCE.TERMINATE', 'RESOURCE.SET_LIMITS', 'RESOURCE.SET_PLAN', 'RESOURCE.LIST_IMPORTABLE']
const OPENSTACK = [
  'OPENSTACK_INSTANCE.CONSOLE_ACCESS',
  'OPENSTACK_INSTANCE.MANAGE_POWER',
  'OPENSTACK_INSTANCE.MANAGE',
  'OPENSTACK_ROUTER.MANAGE_GATEWAY',
]
const PROJECT_TEAM = [
  'PROJECT.UPDATE',
  'PROJECT.CREATE_PERMISSION',
  'PROJECT.UPDATE_PERMISSION',
  'PROJECT.DELETE_PERMISSION',
]
/** What a provider reports about resources of its offerings. */
const PROVIDER = [
  'RESOURCE.SET_END_DATE',
  'RESOURCE.SET_BACKEND_ID',
  'RESOURCE.SET_BACKEND_METADATA',
  'RESOURCE.SET_STATE',
  'RESOURCE.SUBMIT_REPORT',
]
const OFFERING = [
  'OFFERING.CREATE',
  'OFFERING.DELETE',
  'OFFERING.UPDATE',
  'OFFERING.UPDATE_ATTRIBUTES',
  'OFFERING.UPDATE_COMPONENTS',
  'OFFERING.UPDATE_DESCRIPTION',
  'OFFERING.UPDATE_INTEGRATION',
  'OFFERING.UPDATE_LOCATION',
  'OFFERING.UPDATE_OPTIONS',
  'OFFERING.UPDATE_THUMBNAIL',
  'OFFERING.CREATE_PLAN',
  'OFFERING.UPDATE_PLAN',
  'OFFERING.ARCHIVE_PLAN',
  'OFFERING.PAUSE',
  'OFFERING.UNPAUSE',
  'OFFERING.ARCHIVE',
  'OFFERING.CREATE_PERMISSION',
  'OFFERING.UPDATE_PERMISSION',
  'OFFERING.DELETE_PERMISSION',
]

type SystemRole = {
  name: string
  description: string
  scopeType: Grant['scopeType']
  isActive: boolean
  permissions: readonly string[]
}

export const SYSTEM_ROLES: readonly SystemRole[] = [
  {
    name: 'CUSTOMER.OWNER',
    description: 'Organisation owner',
    scopeType: 'customer',
    isActive: true,
    permissions: [
      ...READ,
      ...ORDER,
      'ORDER.APPROVE',
      'ORDER.REJECT',
      ...RESOURCE,
      ...PROVIDER,
      'RESOURCE.SET_USAGE',
      'RESOURCE.UPDATE_OPTIONS',
      'PROJECT.CREATE',
      'PROJECT.DELETE',
      ...PROJECT_TEAM,
      'CUSTOMER.UPDATE',
      'CUSTOMER.CREATE_PERMISSION',
      'CUSTOMER.UPDATE_PERMISSION',
      'CUSTOMER.DELETE_PERMISSION',
      ...OFFERING,
      ...OPENSTACK,
    ],
  },
  {
    name: 'CUSTOMER.SUPPORT',
    description: 'Organisation support',
    scopeType: 'customer',
    isActive: false,
    permissions: [...READ, 'ORDER.LIST'],
  },
  {
    name: 'CUSTOMER.MANAGER',
    description: 'Service provider manager',
    scopeType: 'customer',
    isActive: true,
    permissions: [...PROVIDER, ...OFFERING, 'SERVICE_PROVIDER.OPENSTACK_IMAGE_MANAGEMENT'],
  },
  {
    name: 'PROJECT.MANAGER',
    description: 'Project manager',
    scopeType: 'project',
    isActive: true,
    permissions: [...READ, ...ORDER, ...RESOURCE, ...PROJECT_TEAM, ...OPENSTACK],
  },
  {
    name: 'PROJECT.ADMIN',
    description: 'Project administrator',
    scopeType: 'project',
    isActive: true,
    permissions: [...READ, ...ORDER, ...RESOURCE, ...OPENSTACK],
  },
  {
    // Inactive upstream; here a member orders and waits for approval.
    name: 'PROJECT.MEMBER',
    description: 'Project member',
    scopeType: 'project',
    isActive: true,
    permissions: [...READ, 'ORDER.CREATE'],
  },
  {
    name: 'PROJECT.READER',
    description: 'Project reader',
    scopeType: 'project',
    isActive: true,
    permissions: READ,
  },
  {
    name: 'OFFERING.MANAGER',
    description: 'Offering manager',
    scopeType: 'offering',
    isActive: true,
    permissions: ['RESOURCE.SET_USAGE'],
  },
]

/** The names of all permissions that some system role has, sorted: what a role's set may hold. */
export const PERMISSION_NAMES: readonly string[] = [
  ...new Set(SYSTEM_ROLES.flatMap((role) => role.permissions)),
  'CUSTOMER.DELETE',
].toSorted()

/** Adds the system roles that are missing. What staff changed in the others stays. */
export const ensureRoles = async (): Promise<void> => {
  await transaction(async () => {
    await db
      .insert(roles)
      .values(
        SYSTEM_ROLES.map((role) => ({ uuid: newUuid(), ...role, isSystem: true, permissions: [...role.permissions] })),
      )
      .onConflictDoNothing({ target: roles.name })
    // A role that was a system role in another version is an ordinary one from now on.
    await db
      .update(roles)
      .set({ isSystem: false })
      .where(
        notInArray(
          roles.name,
          SYSTEM_ROLES.map((role) => role.name),
        ),
      )
  })
}
