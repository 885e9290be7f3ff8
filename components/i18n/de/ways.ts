import type { ways as en } from '../en/ways.ts'

export const ways: Record<keyof typeof en, string> = {
  'ways.otherFlavor': 'Anderen Flavor oder andere Zone versuchen',
  'ways.largerDisk': 'Größeren Datenträger oder Flavor wählen',
  'ways.requestMore': 'Mehr anfordern',
  'ways.showUsers': 'Zeigen, wer es nutzt',
  'ways.addresses': 'Eine Adresse freigeben',
  'ways.router': 'Router anlegen oder verbinden',
  'ways.ports': 'Ports zeigen',
  'ways.volumes': 'Volumes zeigen',
  'ways.check': 'Erneut prüfen',
  'ways.remove': 'Aus dem Portal entfernen',
  'ways.connection': 'Verbindung öffnen',
  'ways.ask': 'Die Betreiber dieser Cloud müssen ihre Verbindung instand setzen. Senden Sie ihnen die Einzelheiten.',
}
