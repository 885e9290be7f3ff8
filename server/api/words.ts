/** Rules in words, for people who read the API's document. */
import type { Rule } from './rules.ts'

const ROLES = 'staff, CUSTOMER.OWNER, PROJECT.MANAGER or PROJECT.ADMIN of the object'

export const ruleInWords = (rule: Rule): string => {
  switch (rule.kind) {
    case 'anyone':
      return 'anyone, without sign-in'
    case 'signed_in':
      return 'whoever is signed in and sees the object'
    case 'staff':
      return 'staff'
    case 'staff_or_support':
      return 'staff and support'
    case 'managers':
      return ROLES
    case 'members':
      return 'staff, or any role but PROJECT.READER on the project or the customer'
    case 'provider':
      return "staff, CUSTOMER.OWNER or CUSTOMER.MANAGER of the provider's customer"
    case 'permission':
      return `staff, or ${rule.name} on ${rule.on.join(' or ')}`
    case 'any':
      return rule.of.map(ruleInWords).join('; or ')
  }
}
