import type { floatingIps as en } from '../en/floatingIps.ts'

export const floatingIps: Record<keyof typeof en, string> = {
  'floatingIps.title': 'Floating-IPs',
  'floatingIps.one': 'Floating-IP',
  'floatingIps.empty': 'Eine Floating-IP macht eine Instanz von außen erreichbar.',
  'floatingIps.emptyAction': 'Zuweisen',
}
