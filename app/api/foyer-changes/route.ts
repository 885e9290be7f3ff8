import { streamChanges } from '@/server/live/stream.ts'
import { registry } from '@/server/registry.ts'

const handle = (request: Request) => streamChanges(registry, request)

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT }
