import type { jobs as en } from '../en/jobs.ts'

export const jobs: Record<keyof typeof en, string> = {
  'jobs.title': 'Jobs',
  'jobs.one': 'Job',
  'jobs.empty': 'Nichts läuft.',
  'jobs.emptyAction': 'Aktualisieren',
}
