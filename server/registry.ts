/** The resource types of the portal. A new type is a folder in `resources/` and a line here. */
import type { Registry } from './api/define.ts'

export const registry: Registry = []
