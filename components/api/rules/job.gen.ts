// Made by `npm run gen` from server/resources/job/rules.ts: edit that.
/** What forbids retrying and cancelling a job, as pure functions of its public JSON. Copied for the browser: imports nothing. */
type Job = { state: string; can_retry: boolean; can_cancel: boolean; retried_by: string | null }

export const guards = {
  retry: [
    { reason: 'The job has been retried already.', ok: (job: Job) => job.retried_by === null, status: 409 as const },
    { reason: 'Only a failed job can be retried.', ok: (job: Job) => job.can_retry, status: 409 as const },
  ],
  cancel: [
    {
      reason: 'The job has ended already.',
      ok: (job: Job) => job.state === 'queued' || job.state === 'running' || job.state === 'undoing',
      status: 409 as const,
    },
    { reason: 'This job cannot be cancelled any more.', ok: (job: Job) => job.can_cancel, status: 409 as const },
  ],
}
