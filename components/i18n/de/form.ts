import type { form as en } from '../en/form.ts'

export const form: Record<keyof typeof en, string> = {
  'form.required': 'Dies ist erforderlich',
  'form.invalid': 'Prüfen Sie diesen Wert',
  'form.choose': 'Bitte auswählen',
  'form.atLeast': 'Mindestens {minimum, number}',
  'form.atMost': 'Höchstens {maximum, number}',
  'form.atLeastCharacters': 'Mindestens {minimum, number} Zeichen',
  'form.atMostCharacters': 'Höchstens {maximum, number} Zeichen',
  'form.atLeastItems': '{minimum, plural, one {Mindestens eine Auswahl} other {Mindestens # auswählen}}',
  'form.atMostItems': '{maximum, plural, one {Höchstens eine Auswahl} other {Höchstens # auswählen}}',
  'form.email': 'Geben Sie eine E-Mail-Adresse ein, etwa name@example.org',
  'form.url': 'Geben Sie eine Adresse ein, die mit https:// oder http:// beginnt',
  'form.cidr': 'Geben Sie ein Netz ein, etwa 192.168.42.0/24',
  'form.ip': 'Geben Sie eine Adresse ein, etwa 192.168.42.10',
}
