import type { images as en } from '../en/images.ts'

export const images: Record<keyof typeof en, string> = {
  'images.title': 'Abbilder',
  'images.one': 'Abbild',
  'images.empty': 'Aus einem Abbild entsteht eine Systemplatte. Der Anbieter stellt Abbilder hier bereit.',
  'images.emptyAction': 'Aktualisieren',
}
