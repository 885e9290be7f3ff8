/** What every object's page of activity says. */
export const activity = {
  'activity.title': 'Activity',
  'activity.overview': 'Overview',
  'activity.events': 'What happened',
  'activity.empty': 'Nothing recorded yet.',
  'activity.pull': 'Read from the cloud',
  'activity.pulled': 'Confirmed by the cloud',
  'activity.ordered': '{name}: the order waits for approval.',
  'activity.deleteEffect': 'It is removed from the cloud for good.',
  'activity.blockers': 'What stands in the way',
  'activity.more': '{count, plural, one {and one more} other {and # more}}',
} as const
