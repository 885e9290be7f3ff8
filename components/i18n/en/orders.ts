export const orders = {
  'orders.title': 'Orders',
  'orders.one': 'Order',
  'orders.empty': 'Orders show what was asked for, who approves it and what it costs.',
  'orders.emptyAction': 'Browse the catalogue',
} as const
