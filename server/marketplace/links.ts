/** Hyperlinks of offerings and plans: an offering has two spellings, a plan lies below one (contract 1.1). */
import { eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { Call, Link } from '../api/define.ts'
import { fieldError } from '../errors.ts'
import { parseUuid } from '../ids.ts'
import { type OfferingRow, type PlanRow, plans } from '../resources/offering/table.ts'

export const PUBLIC = 'marketplace-public-offerings'
export const PROVIDED = 'marketplace-provider-offerings'

/** The public spelling is the one that orders and resources print. */
export const offeringLink = (link: Link, uuid: string): string => link(PUBLIC, uuid)
export const planLink = (link: Link, offeringUuid: string, planUuid: string): string =>
  link(PUBLIC, offeringUuid, 'plans', planUuid)

/** @throws ApiError 400 on `field` when there is none that the caller may order. */
export const resolveOffering = (call: Call, linkOrUuid: string, field: string): Promise<OfferingRow> =>
  call.resolve<OfferingRow>(PUBLIC, String(linkOrUuid).replace(`/${PROVIDED}/`, `/${PUBLIC}/`), field)

/**
 * A plan of this offering. Others are not told from those that do not exist: they may be somebody's own.
 * @throws ApiError 400 on `field`
 */
export const resolvePlan = async (offering: OfferingRow, linkOrUuid: string, field: string): Promise<PlanRow> => {
  const last = linkOrUuid.split(/[?#]/)[0].split('/').filter(Boolean).at(-1)
  const uuid = parseUuid(last ?? '')
  const [plan] = uuid ? await db.select().from(plans).where(eq(plans.uuid, uuid)) : []
  if (plan?.offeringUuid !== offering.uuid) throw fieldError(field, 'Invalid hyperlink - Object does not exist.')
  return plan
}
