'use server'

import { headers } from 'next/headers'
import { clientOf } from '@/server/api/origin'
import { setFirstPassword } from '@/server/identity/first-start'

/** Sets the password of a one-time link. Gives messages by field when it is refused. */
export async function setPassword(code: string, password: string): Promise<Record<string, string[]> | undefined> {
  const { ipAddress, requestId } = clientOf(new Request('http://portal.invalid/', { headers: await headers() }))
  try {
    await setFirstPassword(String(code), String(password), { ipAddress, requestId })
  } catch (error) {
    const fields = (error as { fields?: Record<string, string[]> }).fields
    if (fields) return fields
    throw error
  }
}
