import type { networks as en } from '../en/networks.ts'

export const networks: Record<keyof typeof en, string> = {
  'networks.title': 'Netze',
  'networks.one': 'Netz',
  'networks.empty': 'Ein Netz verbindet Ihre Instanzen; ein Subnetz gibt ihnen Adressen.',
  'networks.emptyAction': 'Netz erstellen',
  'networks.create': 'Netz erstellen',
  'networks.mtu': 'MTU',
  'networks.mtuHint': 'Bytes je Paket, 68 bis 9000. Leer gilt die Vorgabe des Anbieters.',
  'networks.mtuTitle': 'MTU von {name} setzen',
  'networks.mtuEffect':
    'Gastsysteme übernehmen sie, wenn sie ihre Adresse erneuern. Solange sie abweichen, können große Pakete verloren gehen.',
  'networks.setMtu': 'MTU setzen',
  'networks.portSecurity': 'Portsicherheit',
  'networks.portSecurityHint': 'Sicherheitsgruppen gelten, und niemand sendet unter fremder Adresse.',
  'networks.external': 'Extern',
  'networks.kind': 'Art',
  'networks.segment': 'Segment',
  'networks.firstSubnet': 'Erstes Subnetz',
  'networks.firstSubnetText': 'Ohne Subnetz bekommen Instanzen keine Adressen. Ein Netz hält ein Subnetz.',
  'networks.withSubnet': 'Ein Subnetz dazu erstellen',
  'networks.addSubnet': 'Subnetz hinzufügen',
  'networks.subnetFollows': 'Das Subnetz {cidr} folgt, sobald das Netz bereit ist. Lassen Sie diese Seite offen.',
  'networks.editTitle': '{name} bearbeiten',
  'networks.delete': 'Netz löschen',
  'networks.deleteTitle': '{name} löschen?',
  'networks.deleteEffect': 'Sein Subnetz verlässt den Router und geht mit ihm.',
  'networks.inUse':
    '{count, plural, one {Ein Port verwendet {name} noch. Löschen Sie zuerst seine Instanz oder den Port.} other {# Ports verwenden {name} noch. Löschen Sie zuerst ihre Instanzen oder die Ports.}}',
}
