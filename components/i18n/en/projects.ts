export const projects = {
  'projects.title': 'Projects',
} as const
