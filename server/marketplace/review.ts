/** Who may order, and whose order needs somebody else's yes (contract 2.2, 6.3). */
import type { Actor } from '../api/define.ts'
import { allows, anyOf, permission, type Rule } from '../api/rules.ts'
import { ApiError, fieldError } from '../errors.ts'
import type { CustomerRow } from '../resources/customer/table.ts'
import type { OfferingRow } from '../resources/offering/table.ts'
import type { OrderType } from '../resources/order/table.ts'
import type { ProjectRow } from '../resources/project/table.ts'

export const mayOrder: Rule = permission('ORDER.CREATE')
export const mayApprove: Rule = permission('ORDER.APPROVE')
export const mayApprovePrivate: Rule = anyOf(permission('ORDER.APPROVE_PRIVATE'), permission('ORDER.APPROVE'))
export const mayReject: Rule = permission('ORDER.REJECT')
export const mayReview: Rule = anyOf(
  permission('ORDER.APPROVE', ['provider']),
  permission('ORDER.REJECT', ['provider']),
)
export const mayReviewAsProvider: Rule = permission('ORDER.APPROVE', ['provider'])

export type Place = Pick<OfferingRow, 'customerUuid' | 'shared' | 'pluginOptions'> & {
  projectUuid: string
  consumerUuid: string
}

export const placeOf = (offering: OfferingRow, scope: { projectUuid: string; customerUuid: string }): Place => ({
  customerUuid: offering.customerUuid,
  shared: offering.shared,
  pluginOptions: offering.pluginOptions,
  projectUuid: scope.projectUuid,
  consumerUuid: scope.customerUuid,
})

const scopeOf = (place: Place) => ({
  projectUuid: place.projectUuid,
  customerUuid: place.consumerUuid,
  providerCustomerUuid: place.customerUuid,
})

/** Whether this caller may say yes for the consumer. */
export const approvesAsConsumer = (actor: Actor, place: Place): boolean =>
  allows(place.shared ? mayApprove : mayApprovePrivate, actor, scopeOf(place))

/** Whether an order by this caller goes ahead at once. */
export const skipsReview = (actor: Actor, type: OrderType, place: Place): boolean => {
  if (approvesAsConsumer(actor, place)) return true
  const sameCustomer = place.shared && place.customerUuid === place.consumerUuid
  if (sameCustomer && place.pluginOptions.auto_approve_in_service_provider_projects) return true
  return (
    type === 'Terminate' &&
    actor.grants.some(
      (grant) =>
        grant.role === 'CUSTOMER.OWNER' && grant.scopeType === 'customer' && grant.scopeUuid === place.customerUuid,
    )
  )
}

/** @throws ApiError 403 */
export const assertMay = (rule: Rule, actor: Actor, place: Place): void => {
  if (!allows(rule, actor, scopeOf(place)))
    throw new ApiError('forbidden', 'You do not have permission to perform this action.')
}

/** `YYYY-MM-DD` of today, UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10)

/** @throws ApiError 400 when nothing may be ordered in the organisation or project any more. */
export const assertOpen = (customer: CustomerRow, project: ProjectRow): void => {
  if (customer.isBlocked) throw fieldError('customer', 'Blocked organization is not available.')
  if (customer.isArchived) throw fieldError('customer', 'Archived organization is not available.')
  if (project.isRemoved) throw fieldError('project', 'The project has been removed.')
  if (project.endDate && project.endDate <= today()) throw fieldError('project', 'The project has ended.')
}
