/** What the tenant order asks for: the rules of its fields, and the order that its values make. */
import { DEFAULT_GROUPS, type Group, isTenantCidr } from '../api/input/tenant.gen.ts'
import type { Objects } from '../api/schema.gen.ts'
import type { Translate } from '../i18n/core.ts'
import { z } from '../ui/form/zod.ts'
import { type Component, isStorage, limitsOf, type Offering, presetOf, rangeOf, type UnitLimits } from './limits.ts'

export type OrderValues = {
  project: string
  plan: string
  name: string
  description: string
  limits: Record<string, number | null>
  network: boolean
  subnet_cidr: string
  router: boolean
  availability_zone: string
  /** Names of preset groups. */
  security_groups: string[]
  start_date: string
  end_date: string
  request_comment: string
  terms: boolean
}

export const GROUPS: readonly Group[] = DEFAULT_GROUPS
const NAME = /^[\p{L}\p{N}._ -]{3,64}$/u

/** Local days as `YYYY-MM-DD`. */
export const dayOf = (time: Date): string =>
  [time.getFullYear(), time.getMonth() + 1, time.getDate()].map((part) => String(part).padStart(2, '0')).join('-')

const limitRule = (t: Translate, component: Component) => {
  const { min, max } = rangeOf(component)
  const rule = z.int({ error: t('marketplace.wholeNumber') }).min(min)
  return max === undefined ? rule : rule.max(max)
}

/** Storage per type: each may be 0, not all. */
const someStorage = (components: readonly Component[], limits: UnitLimits) =>
  !components.some(({ type }) => isStorage(type)) ||
  components.some(({ type }) => isStorage(type) && (limits[type] ?? 0) > 0)

/** `nameTaken` asks whether a tenant of the name exists, as far as the caller sees. */
export const orderSchema = (t: Translate, offering: Offering, nameTaken: (name: string) => Promise<boolean>) => {
  const today = dayOf(new Date())
  const day = z.string().refine((value) => value === '' || value >= today, { error: t('marketplace.datePast') })
  const { components, plans, terms_of_service } = offering
  return z
    .object({
      project: z.string().min(1),
      plan: plans.length > 1 ? z.string().min(1, { error: t('form.choose') }) : z.string(),
      name: z
        .string()
        .trim()
        .regex(NAME, { error: t('marketplace.nameRule') })
        .refine(async (name) => !NAME.test(name) || !(await nameTaken(name)), { error: t('marketplace.nameTaken') }),
      description: z.string().max(2000),
      limits: z
        .object(Object.fromEntries(components.map((component) => [component.type, limitRule(t, component)])))
        .superRefine((limits, context) => {
          if (someStorage(components, limits)) return
          for (const { type } of components)
            if (isStorage(type))
              context.addIssue({ code: 'custom', path: [type], message: t('marketplace.storageSome') })
        }),
      network: z.boolean(),
      subnet_cidr: z.string(),
      router: z.boolean(),
      availability_zone: z.string(),
      security_groups: z.array(z.string()),
      start_date: day,
      end_date: day,
      request_comment: z.string().max(255),
      terms: z.boolean().refine((accepted) => accepted || !terms_of_service, { error: t('marketplace.termsNeeded') }),
    })
    .superRefine((values, context) => {
      const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
      if (values.network && !isTenantCidr(values.subnet_cidr.trim())) refuse('subnet_cidr', t('marketplace.cidrRule'))
      if (values.start_date && values.end_date && values.end_date <= values.start_date)
        refuse('end_date', t('marketplace.dateOrder'))
    })
}

/** What the form begins with: the offering's presets, or an earlier order that is copied. */
export const startValues = (
  offering: Offering,
  projectUuid: string,
  defaultCidr: string,
  copied?: Objects['marketplace-orders'],
): OrderValues => {
  const attributes = (copied?.attributes ?? {}) as Record<string, unknown>
  const text = (name: string, preset = '') => String(attributes[name] ?? preset)
  const groups = Array.isArray(attributes.security_groups) ? (attributes.security_groups as Group[]) : []
  const limitOf = (component: Component) => {
    const limit = copied?.limits[component.type]
    return limit === undefined ? presetOf(component) : limit / component.factor
  }
  return {
    project: projectUuid,
    plan: offering.plans.length === 1 ? offering.plans[0].uuid : (copied?.plan_uuid ?? ''),
    name: text('name'),
    description: text('description'),
    limits: Object.fromEntries(offering.components.map((component) => [component.type, limitOf(component)])),
    network: attributes.skip_creation_of_default_subnet !== true,
    subnet_cidr: text('subnet_cidr', defaultCidr),
    router: attributes.skip_connection_extnet !== true,
    availability_zone: text('availability_zone'),
    security_groups: groups.map(({ name }) => name).filter((name) => GROUPS.some((group) => group.name === name)),
    start_date: '',
    end_date: '',
    request_comment: copied?.request_comment ?? '',
    terms: false,
  }
}

/** The order that the values make. Security groups are always sent: without the list the server makes its presets. */
export const orderInput = (offering: Offering, values: OrderValues) => ({
  offering: `/api/marketplace-public-offerings/${offering.uuid}/`,
  project: `/api/projects/${values.project}/`,
  ...(values.plan && {
    plan: offering.plans.find(({ uuid }) => uuid === values.plan)?.url,
  }),
  attributes: {
    name: values.name.trim(),
    description: values.description,
    skip_creation_of_default_subnet: !values.network,
    skip_connection_extnet: !values.network || !values.router,
    ...(values.network && { subnet_cidr: values.subnet_cidr.trim() }),
    availability_zone: values.availability_zone,
    security_groups: GROUPS.filter(({ name }) => values.security_groups.includes(name)),
    ...(values.end_date && { end_date: values.end_date }),
  },
  limits: limitsOf(offering.components, values.limits),
  ...(offering.terms_of_service && { accepting_terms_of_service: values.terms }),
  request_comment: values.request_comment,
  ...(values.start_date && { start_date: values.start_date }),
})
