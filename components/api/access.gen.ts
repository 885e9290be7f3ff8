// Made by `npm run gen` from server/api/rules.ts: edit that.
/**
 * Who may do what, as data and one pure function. Imports nothing: `npm run gen` copies this file for the browser, so
 * that the rule that refuses a request is the rule that hides the button. Source: contract 2.2 to 2.4.
 */

/** A role held by a user. `permissions` are the role's names, such as `ORDER.APPROVE`. */
export type Grant = {
  role: string
  scopeType: 'customer' | 'project' | 'offering'
  scopeUuid: string
  permissions: readonly string[]
}

/** The caller as far as rules are concerned. */
export type Caller = { isStaff: boolean; isSupport: boolean; grants: readonly Grant[] }

/** Where an object stands: its project, its customer, and the customer that owns the provider behind it. */
export type Scope = {
  projectUuid?: string | null
  customerUuid?: string | null
  providerCustomerUuid?: string | null
  offeringUuid?: string | null
}

export type Rule =
  | { kind: 'anyone' }
  | { kind: 'signed_in' }
  | { kind: 'staff' }
  | { kind: 'staff_or_support' }
  /** The default of every change: staff, CUSTOMER.OWNER, PROJECT.MANAGER, PROJECT.ADMIN. */
  | { kind: 'managers' }
  /** Any role on the project or the customer, but for the one that only looks. */
  | { kind: 'members' }
  /** Staff; CUSTOMER.OWNER or CUSTOMER.MANAGER of the customer that owns the provider. */
  | { kind: 'provider' }
  | { kind: 'permission'; name: string; on: readonly ('project' | 'customer' | 'provider' | 'offering')[] }
  | { kind: 'any'; of: readonly Rule[] }

export const anyone: Rule = { kind: 'anyone' }
export const signedIn: Rule = { kind: 'signed_in' }
export const staff: Rule = { kind: 'staff' }
export const staffOrSupport: Rule = { kind: 'staff_or_support' }
export const managers: Rule = { kind: 'managers' }
export const members: Rule = { kind: 'members' }
export const provider: Rule = { kind: 'provider' }
export const permission = (
  name: string,
  on: readonly ('project' | 'customer' | 'provider' | 'offering')[] = ['project', 'customer'],
): Rule => ({ kind: 'permission', name, on })
export const anyOf = (...of: Rule[]): Rule => ({ kind: 'any', of })

const MANAGER_ROLES = ['CUSTOMER.OWNER', 'PROJECT.MANAGER', 'PROJECT.ADMIN']
/** The portal's own role (contract 2.4): what any role may change upstream, it may not. */
const LOOKS_ONLY = 'PROJECT.READER'
const PROVIDER_ROLES = ['CUSTOMER.OWNER', 'CUSTOMER.MANAGER']

const on = (grant: Grant, scope: Scope) =>
  (grant.scopeType === 'project' && grant.scopeUuid === scope.projectUuid) ||
  (grant.scopeType === 'customer' && grant.scopeUuid === scope.customerUuid)

const uuidOf = {
  project: 'projectUuid',
  customer: 'customerUuid',
  provider: 'providerCustomerUuid',
  offering: 'offeringUuid',
} as const

/** Whether the rule lets this caller act in this scope. Staff may do everything. */
export const allows = (rule: Rule, caller: Caller | null, scope: Scope): boolean => {
  if (rule.kind === 'anyone') return true
  if (!caller) return false
  if (caller.isStaff || rule.kind === 'signed_in') return true
  switch (rule.kind) {
    case 'staff':
      return false
    case 'staff_or_support':
      return caller.isSupport
    case 'managers':
      return caller.grants.some((grant) => MANAGER_ROLES.includes(grant.role) && on(grant, scope))
    case 'members':
      return caller.grants.some((grant) => grant.role !== LOOKS_ONLY && on(grant, scope))
    case 'provider':
      return caller.grants.some(
        (grant) =>
          PROVIDER_ROLES.includes(grant.role) &&
          grant.scopeType === 'customer' &&
          grant.scopeUuid === scope.providerCustomerUuid,
      )
    case 'permission':
      return rule.on.some((where) =>
        caller.grants.some(
          (grant) =>
            grant.scopeType === (where === 'provider' ? 'customer' : where) &&
            grant.scopeUuid === scope[uuidOf[where]] &&
            grant.permissions.includes(rule.name),
        ),
      )
    case 'any':
      return rule.of.some((one) => allows(one, caller, scope))
  }
}
