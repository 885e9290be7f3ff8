import { shownError } from '../resource/failure.ts'
import type { ShownError } from '../ui/error-state'

/** Fields of the connection stand below `service_attributes` in the API, and at the top of our forms. */
export const connectionError = (error: unknown): ShownError => {
  const shown = shownError(error)
  return {
    ...shown,
    fields:
      shown.fields &&
      Object.fromEntries(
        Object.entries(shown.fields).map(([name, messages]) => [
          name.replace(/^(service_attributes|plugin_options|secret_options)\./, ''),
          messages,
        ]),
      ),
  }
}

/** For `useZodForm`: a refusal lands on the fields of the same names. */
export const throwConnection = (error: unknown): never => {
  throw Object.assign(new Error(error instanceof Error ? error.message : String(error)), {
    shown: connectionError(error),
  })
}
