import { logout } from '@/server/identity/api-auth.ts'

export { logout as DELETE, logout as GET, logout as OPTIONS, logout as POST }
