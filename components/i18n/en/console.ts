export const console = {
  'console.title': 'Console',
} as const
