import type { ports as en } from '../en/ports.ts'

export const ports: Record<keyof typeof en, string> = {
  'ports.title': 'Ports',
  'ports.one': 'Port',
  'ports.empty': 'Ein Port verbindet eine Instanz oder einen Router mit einem Netz.',
  'ports.emptyAction': 'Port erstellen',
  'ports.addresses': 'Adressen',
  'ports.mac': 'MAC',
  'ports.owner': 'Angehängt an',
  'ports.ownerRouter': 'Router',
  'ports.ownerDhcp': 'DHCP',
  'ports.ownerInstance': 'Instanz',
  'ports.free': 'Frei',
  'ports.security': 'Portsicherheit',
  'ports.groups': 'Sicherheitsgruppen',
}
