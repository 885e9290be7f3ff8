import type { resource as en } from '../en/resource.ts'

export const resource: Record<keyof typeof en, string> = {
  'actions.accepted': '{action}: {name}. Die Anfrage wurde angenommen.',
  'actions.notLoaded':
    'Das Formular konnte nicht geladen werden. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'actions.wait': 'Warten Sie, bis „{action}“ beendet ist.',
  'bulk.title': '{count, plural, one {{action}: ein Objekt} other {{action}: # Objekte}}',
  'bulk.none': 'Keines der gewählten Objekte erlaubt das jetzt.',
  'bulk.leftOut': 'Ausgelassen',
  'bulk.result': '{done} von {total} erledigt, {failed} fehlgeschlagen',
  'bulk.retryFailed': 'Fehlgeschlagene wiederholen',
  'list.search': 'Suchen',
  'notFound.text':
    'Hier ist nichts, oder Sie haben keinen Zugriff. Bitten Sie den Eigentümer des Projekts, Sie aufzunehmen.',
  'notFound.home': 'Zu meinen Projekten',
  'shell.scope': 'Wo bin ich',
  'shell.scopeSearch': 'Projekt oder Mandant suchen',
  'shell.pages': 'Seiten',
  'shell.projects': 'Projekte',
  'shell.tenants': 'Mandanten',
  'shell.instances': 'Instanzen',
  'shell.volumes': 'Datenträger',
  'shell.user': 'Angemeldet als {name}',
  'shell.allProjects': 'Alle Projekte',
  'shell.signedOutTitle': 'Ihre Anmeldung ist abgelaufen',
  'shell.signedOutText': 'Melden Sie sich wieder an. Was Sie auf dieser Seite eingegeben haben, bleibt erhalten.',
  'shell.newVersion': 'Eine neue Version des Portals ist bereit. Laden Sie neu, wenn es passt.',
  'shell.reload': 'Neu laden',
}
