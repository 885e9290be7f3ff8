export const signIn = {
  'signIn.title': 'Sign in',
} as const
