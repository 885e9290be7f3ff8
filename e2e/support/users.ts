/** The accounts of `npm run demo`; on a real cloud there is only `staff`, made at first start. */
export type User = 'staff' | 'owner' | 'manager' | 'member' | 'reader' | 'outsider'

export const passwordOf = (user: User): string => (user === 'staff' && process.env.FOYER_STAFF_PASSWORD) || 'demo'
