// Made by `npm run gen` from server/api/refusal.ts: edit that.
/**
 * Why an object's state forbids an action, in the words of the 409. Imports nothing: `npm run gen` copies this file for
 * the browser, so that a disabled button gives the reason that the server would.
 */
type Guarded = {
  states?: readonly string[]
  runtimeStates?: readonly string[]
  runtimeRefusal?: Readonly<Record<string, string>>
}
type GuardLike = {
  reason: string
  // biome-ignore lint/suspicious/noExplicitAny: the public JSON of any type
  ok: (object: any) => boolean
  status?: 400 | 409
  field?: string
}

/** The refusal by `state` and `runtime_state`, or null. */
export const stateRefusal = (rule: Guarded, state: unknown, runtimeState: unknown): string | null => {
  if (rule.states && !rule.states.includes(String(state)))
    return `Valid states for operation: ${rule.states.join(', ')}.`
  if (rule.runtimeStates && !rule.runtimeStates.includes(String(runtimeState)))
    return (
      rule.runtimeRefusal?.[String(runtimeState)] ??
      `Valid runtime states for operation: ${rule.runtimeStates.join(', ')}.`
    )
  return null
}

/** The first guard that does not hold, or null. */
export const guardRefusal = (guards: readonly GuardLike[], object: unknown): GuardLike | null =>
  guards.find((guard) => !guard.ok(object)) ?? null
