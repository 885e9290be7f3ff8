import { passwordToken } from '@/server/identity/api-auth.ts'

export { passwordToken as DELETE, passwordToken as GET, passwordToken as OPTIONS, passwordToken as POST }
