export const devUi = {
  'devUi.title': 'Design system',
} as const
