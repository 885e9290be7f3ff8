import { isApiFailure } from '../api/client.ts'
import type { ShownError } from '../ui/error-state'

/** A failure of the API as screens show it. */
export const shownError = (error: unknown): ShownError => {
  if (!isApiFailure(error)) return { message: error instanceof Error ? error.message : String(error) }
  const fields = flatten(error.fields ?? {})
  return {
    message: error.detail,
    requestId: error.requestId || null,
    cloudRequestId: error.openstackRequestIds.join(', ') || null,
    ...(Object.keys(fields).length > 0 && { fields }),
  }
}

type Nested = { [field: string]: string[] | Nested | Nested[] }

/** `{ports: [{}, {subnet: ['…']}]}` → `{'ports.1.subnet': ['…']}`. */
const flatten = (tree: Nested, prefix = ''): Record<string, readonly string[]> =>
  Object.entries(tree).reduce<Record<string, readonly string[]>>((found, [name, value]) => {
    const path = prefix ? `${prefix}.${name}` : name
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) found[path] = value as string[]
    else if (Array.isArray(value))
      for (const [index, one] of value.entries()) Object.assign(found, flatten(one as Nested, `${path}.${index}`))
    else Object.assign(found, flatten(value, path))
    return found
  }, {})

/** For `useZodForm`: a refusal of the API lands on the fields of the same names. */
export const throwShown = (error: unknown): never => {
  throw Object.assign(new Error(error instanceof Error ? error.message : String(error)), { shown: shownError(error) })
}

/** `error_message` of an object or a job: the sentence, then the cloud's words, its service and its request. */
const CLOUD_LINE = /^(.*?) The cloud said: ([\s\S]*) \(([\w-]+)(?:, request ([\w.:-]+))?\)$/

/** What is stored with an object that failed, as screens show it: the cloud's own words stand apart from ours. */
export const storedError = (errorMessage: string): ShownError => {
  const [, message, cause, service, cloudRequestId] = CLOUD_LINE.exec(errorMessage) ?? []
  return message ? { message, cause: `${cause} (${service})`, cloudRequestId } : { message: errorMessage }
}
