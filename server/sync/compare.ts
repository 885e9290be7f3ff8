/** Whether two values of a column are the same, whatever the database made of their JSON. */

/** Keys in order: PostgreSQL gives the keys of stored JSON back in an order of its own. */
const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

const isSame = (a: unknown, b: unknown): boolean =>
  a === b ||
  (typeof a === 'object' || typeof b === 'object' ? canonical(a) === canonical(b) : (a ?? null) === (b ?? null))

/** The columns of `wanted` that differ from the row's; undefined when none does. */
export const differenceOf = <Row extends Record<string, unknown>>(
  row: Row,
  wanted: Partial<Row>,
): Partial<Row> | undefined => {
  const changed = Object.entries(wanted).filter(([name, value]) => value !== undefined && !isSame(row[name], value))
  return changed.length > 0 ? (Object.fromEntries(changed) as Partial<Row>) : undefined
}

const BATCH = 200
/** Rows of one transaction: SQLite has one writer, and others wait. */
export function* inBatches<T>(items: readonly T[]): Generator<T[]> {
  for (let i = 0; i < items.length; i += BATCH) yield items.slice(i, i + BATCH)
}
