export const images = {
  'images.title': 'Images',
  'images.one': 'Image',
  'images.empty': 'An image is what a system disk is made from. The provider publishes images here.',
  'images.emptyAction': 'Refresh',
} as const
