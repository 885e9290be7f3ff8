import type { keys as en } from '../en/keys.ts'

export const keys: Record<keyof typeof en, string> = {
  'keys.title': 'SSH-Schlüssel',
  'keys.one': 'SSH-Schlüssel',
  'keys.empty': 'Mit einem Schlüssel melden Sie sich an Instanzen an.',
  'keys.emptyAction': 'Schlüssel hinzufügen',
  'keys.fingerprint': 'Fingerabdruck (SHA256)',
  'keys.added': 'Hinzugefügt',
  'keys.shared': 'Für alle freigegeben',
  'keys.addTitle': 'SSH-Schlüssel hinzufügen',
  'keys.addText': 'Fügen Sie den öffentlichen Schlüssel ein oder wählen Sie seine Datei. Sie endet auf .pub.',
  'keys.publicKey': 'Öffentlicher Schlüssel',
  'keys.file': 'Datei wählen',
  'keys.name': 'Name',
  'keys.nameHint': 'Wenn leer: der Kommentar am Ende des Schlüssels.',
  'keys.isPrivate':
    'Das ist ein privater Schlüssel. Er wurde nicht gesendet. Geben Sie ihn nie weiter: Fügen Sie die .pub-Datei ein.',
  'keys.notPublic': 'Ein öffentlicher Schlüssel beginnt mit ssh-ed25519, ssh-rsa, ecdsa-sha2-… oder sk-….',
  'keys.saved': 'Der Schlüssel {name} wurde hinzugefügt.',
  'keys.delete': 'Löschen',
  'keys.deleteTitle': 'Schlüssel {name} löschen?',
  'keys.deleteEffect': 'Neue Instanzen können ihn nicht mehr benutzen. Instanzen, die ihn haben, behalten ihn.',
}
