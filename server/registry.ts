/** The resource types of the portal. A new type is a folder in `resources/` and a line here. */
import type { Registry } from './api/define.ts'
import { consoleTicketResource } from './resources/console-ticket/index.ts'
import { instanceResource } from './resources/instance/index.ts'
import { volumeResource } from './resources/volume/index.ts'

export const registry: Registry = [instanceResource, volumeResource, consoleTicketResource]
