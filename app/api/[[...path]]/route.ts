import { dispatch } from '@/server/api/dispatch.ts'
import { registry } from '@/server/registry.ts'

const handle = (request: Request) => dispatch(registry, request)

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
}
