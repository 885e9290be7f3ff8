/** The preferences and texts of the request being answered, for server components and `generateMetadata`. */
import { cookies, headers } from 'next/headers'
import { readPreferences } from './preferences.ts'
import { serverT } from './server.ts'

export async function requestPreferences() {
  const [jar, head] = await Promise.all([cookies(), headers()])
  return readPreferences((name) => jar.get(name)?.value, head.get('accept-language'))
}

/** `const t = await requestT()` in a server component. */
export const requestT = async () => serverT((await requestPreferences()).locale)
