/** Errors of forms, from react-hook-form's tree and from the API's answer, as flat lists. */

type ErrorNode = { message?: unknown; root?: ErrorNode } & { [key: string]: unknown }

/** `{ disks: [{ size: { message } }] }` → `[['disks.0.size', message]]`, in the order of the tree. */
export function flattenErrors(errors: object | undefined, prefix = ''): [name: string, message: string][] {
  if (!errors) return []
  return Object.entries(errors).flatMap(([key, node]: [string, ErrorNode | undefined]) => {
    if (!node || typeof node !== 'object' || key === 'ref') return []
    const name = key === 'root' ? prefix : prefix ? `${prefix}.${key}` : key
    if (typeof node.message === 'string' && 'type' in node) return [[name, node.message] as [string, string]]
    return flattenErrors(node, name)
  })
}

/**
 * Sorts the API's `{ field: [messages] }` into those that a field of the form takes and those that none does
 * (`non_field_errors`, `detail`, fields that are not shown).
 */
export function splitServerErrors(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
): { known: [string, string][]; rest: string[] } {
  const known: [string, string][] = []
  const rest: string[] = []
  for (const [field, value] of Object.entries(fields)) {
    const text = (Array.isArray(value) ? value : [value]).flatMap(words).join(' ')
    if (!text) continue
    if (names.includes(field)) known.push([field, text])
    else rest.push(/^(non_field_errors|detail|__all__)$/.test(field) ? text : `${field}: ${text}`)
  }
  return { known, rest }
}

/** The sentences in an answer's value; nested serializers answer with objects. */
function words(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(words)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(words)
  return value === null || value === undefined ? [] : [String(value)]
}
