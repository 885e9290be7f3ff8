'use client'

import { allows, managers, permission, type Rule } from '../api/access.gen.ts'
import { useMe } from '../api/query.ts'
import type { ScopeInfo } from '../shell/scope'

const orders = permission('ORDER.CREATE')

/** Whether the caller may do what a rule says in the page's scope. False while either is unknown. */
export function useMay(rule: Rule, scope: ScopeInfo): boolean {
  const { caller } = useMe()
  return Boolean(caller && allows(rule, caller, { projectUuid: scope.projectUuid, customerUuid: scope.customerUuid }))
}

/** Whether the caller may order instances and volumes here. */
export const useMayCreate = (scope: ScopeInfo): boolean => useMay(orders, scope)

/** Whether the caller may change networks, groups and the like here. */
export const useMayManage = (scope: ScopeInfo): boolean => useMay(managers, scope)
