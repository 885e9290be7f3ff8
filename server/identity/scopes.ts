/** What an organisation's state forbids below it, and names in addresses. */
import { eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { invariant, objectError } from '../errors.ts'
import { type CustomerRow, customers } from '../resources/customer/table.ts'

/** @throws ApiError 400 when nothing may change below the organisation (contract 5.1). */
export const requireOpen = (customer: Pick<CustomerRow, 'isBlocked' | 'isArchived'>): void => {
  if (customer.isBlocked) throw objectError('Blocked organization is not available.')
  if (customer.isArchived) throw objectError('Archived organization is not available.')
}

/** @throws ApiError 400 like `requireOpen`, for rows that name their customer. */
export const requireOpenCustomer = async ({ customerUuid }: { customerUuid: string }): Promise<void> => {
  const [customer] = await db.select().from(customers).where(eq(customers.uuid, customerUuid))
  invariant(customer, 'a customer is there while something names it')
  requireOpen(customer)
}

/** "Härtere Fälle AG" → "hartere-falle-ag", up to 50 characters. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_\s-]/g, '')
    .trim()
    .replaceAll(/[\s-]+/g, '-')
    .slice(0, 50)
