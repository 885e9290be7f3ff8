import { clientOf } from '@/server/api/origin.ts'
import { handleNextAuth } from '@/server/identity/next-auth.ts'

const handle = (request: Request) => handleNextAuth(request, clientOf(request))

export { handle as GET, handle as POST }
