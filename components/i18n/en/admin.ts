export const admin = {
  'admin.title': 'Platform',
  'admin.staff': 'staff',
  'admin.staffWho': 'Another member of staff',
  'admin.insecure': 'Certificates of {names} are not checked: somebody on the way could read and change everything.',
  'admin.insecureOpen': 'Open the offerings',
} as const
