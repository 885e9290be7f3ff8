export const errors = {
  'errors.title': 'Something went wrong',
  'errors.text': 'The portal could not show this page. Nothing that you asked for is lost.',
  'errors.number': 'Error',
  'errors.again': 'Try again',
  'errors.home': 'To my projects',
} as const
