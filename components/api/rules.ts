/** Why an action is not possible: by the same rules, states and guards that the server judges by. */
import { allows, type Caller, type Rule, type Scope } from './access.gen.ts'
import { guardRefusal, stateRefusal } from './refusal.gen.ts'
import { rules } from './rules.gen.ts'

export type ActionRule = {
  label: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the row, or below the collection. */
  path: string
  onRow: boolean
  rule: Rule
  states?: readonly string[]
  runtimeStates?: readonly string[]
  runtimeRefusal?: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: the public JSON of any type
  guards?: readonly { reason: string; ok: (object: any) => boolean; status?: 400 | 409 }[]
}

export type Collection = keyof typeof rules & string
export type ActionOf<C extends Collection> = keyof (typeof rules)[C] & string

/** The rule of an action. `create`, and what else belongs to no row, has `onRow: false`. */
export const ruleOf = <C extends Collection>(collection: C, action: ActionOf<C>): ActionRule =>
  (rules as Record<string, Record<string, ActionRule>>)[collection as string][action]

type PublicObject = Readonly<Record<string, unknown>>

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Where a public object stands, for the rules. */
export const scopeOfObject = (collection: string, object: PublicObject): Scope => {
  const own = (name: string) => (collection === name ? text(object.uuid) : null)
  return {
    projectUuid: text(object.project_uuid) ?? own('projects'),
    customerUuid: text(object.customer_uuid) ?? own('customers'),
    providerCustomerUuid:
      text(object.provider_customer_uuid) ??
      text(object.provider_uuid) ??
      (collection === 'marketplace-provider-offerings' ? text(object.customer_uuid) : null),
    offeringUuid:
      text(object.offering_uuid) ?? own('marketplace-provider-offerings') ?? own('marketplace-public-offerings'),
  }
}

/**
 * Why the caller cannot do this to the object now: a sentence, `absent` when their role can never do it, null when it
 * is possible. What only the server knows still comes back as 409.
 */
export const disabledReason = <C extends Collection>(
  collection: C,
  action: ActionOf<C>,
  object: PublicObject,
  me: Caller | null | undefined,
): string | null => {
  const rule = ruleOf(collection, action)
  if (!me || !allows(rule.rule, me, scopeOfObject(collection, object))) return 'absent'
  return (
    stateRefusal(rule, object.state, object.runtime_state) ?? guardRefusal(rule.guards ?? [], object)?.reason ?? null
  )
}

/** Whether the caller may do what belongs to no row (`create`) in a scope, such as a project. */
export const mayIn = <C extends Collection>(
  collection: C,
  action: ActionOf<C>,
  scope: Scope,
  me: Caller | null | undefined,
): boolean => !!me && allows(ruleOf(collection, action).rule, me, scope)
