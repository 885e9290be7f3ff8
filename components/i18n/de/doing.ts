import type { doing as en } from '../en/doing.ts'

export const doing: Record<keyof typeof en, string> = {
  'doing.create': 'Wird erstellt',
  'doing.delete': 'Wird gelöscht',
  'doing.update': 'Wird geändert',
  'doing.pull': 'Wird aus der Cloud gelesen',
  'doing.start': 'Wird gestartet',
  'doing.stop': 'Wird gestoppt',
  'doing.restart': 'Wird neu gestartet',
  'doing.change_flavor': 'Flavor wird gewechselt',
  'doing.update_security_groups': 'Sicherheitsgruppen werden geändert',
  'doing.attach': 'Wird angehängt',
  'doing.detach': 'Wird gelöst',
  'doing.extend': 'Wird vergrößert',
  'doing.change_password': 'Passwort wird geändert',
  'doing.set_quotas': 'Kontingente werden gesetzt',
  'doing.pull_quotas': 'Kontingente werden gelesen',
  'doing.set_mtu': 'MTU wird gesetzt',
  'doing.add_interface': 'Schnittstelle kommt hinzu',
  'doing.remove_interface': 'Schnittstelle wird entfernt',
  'doing.update_port_ip': 'Adresse wird geändert',
}
