export const marketplace = {
  'marketplace.title': 'Catalogue',
} as const
