import type { projects as en } from '../en/projects.ts'

export const projects: Record<keyof typeof en, string> = {
  'projects.title': 'Projekte',
  'projects.overview': 'Meine Projekte und Tenants',
  'projects.noScope': 'Sie haben noch in keinem Projekt eine Rolle. Bitten Sie Ihre Verwaltung, {user} aufzunehmen.',
  'projects.noTenant': 'Noch kein Tenant.',
  'projects.recent': 'Letzte Vorgänge',
  'projects.allActivity': 'Alle Vorgänge',
  'projects.noActivity': 'Noch nichts verzeichnet.',
  'projects.resources': 'Ressourcen',
  'projects.active': 'aktiv',
  'projects.attention': 'Braucht Aufmerksamkeit',
  'projects.allWell': 'Alles in Ordnung.',
  'projects.ordersWait':
    '{count, plural, one {Eine Bestellung wartet auf Ihre Freigabe} other {# Bestellungen warten auf Ihre Freigabe}}',
  'projects.tenantErred': 'Tenant {name} ist fehlgeschlagen',
  'projects.quotaPressing': '{quota} von {name}: {percent} belegt',
  'projects.erred': '{what}: {count} fehlgeschlagen',
  'projects.quotasSummed': 'Summe von {count} Tenants',
  'projects.inTenant': 'In welchem Tenant',
  'projects.starter': 'Erste Schritte',
  'projects.starterOrder': 'Einen Tenant bestellen',
  'projects.starterKey': 'Ihren SSH-Schlüssel hinterlegen',
  'projects.starterKeyText': 'Mit ihm melden Sie sich an den Instanzen an, die Sie erstellen.',
  'projects.starterKeyAction': 'Schlüssel hinzufügen',
  'projects.starterLaunch': 'Eine Instanz starten',
  'projects.starterLaunchText':
    'Wählen Sie im Tenant ein Image, einen Flavor und ein Netz. Die Konsole öffnet sich im Portal.',
  'projects.starterAsk': 'Ihre Rolle kann hier nicht bestellen. Fragen Sie jemanden, der das Projekt verwaltet.',
}
