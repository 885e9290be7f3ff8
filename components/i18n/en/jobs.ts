export const jobs = {
  'jobs.title': 'Jobs',
  'jobs.one': 'Job',
  'jobs.empty': 'Nothing is running.',
  'jobs.emptyAction': 'Refresh',
} as const
